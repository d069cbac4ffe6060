import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallAnswer } from '../../desk-api.ts';
import { askServer } from '../ask-server.ts';
import { deskFailure, type ListFailure, listFailure } from './list-failure.ts';
import { type CardProduct, readProducts } from './read-product.ts';

const pageSize = 20;

export interface ProductQuery {
  website: string;
  category: string;
  search: string;
}

export interface ProductPages {
  /** Of which query `products` are: another than asked while a new one loads. */
  query: ProductQuery;
  products: CardProduct[];
  state: 'loading' | 'ready' | 'failed';
  failure: ListFailure | null;
  hasMore: boolean;
}

/** The products of a category and a search, page after page. An answer that was overtaken by another question is dropped. */
export function useProducts(query: ProductQuery, attempt: number) {
  const { website, category, search } = query;
  const [pages, setPages] = useState<ProductPages>({
    ...{ query, products: [], state: 'loading', failure: null, hasMore: false },
  });
  const controller = useRef(new AbortController());

  const load = async (before: CardProduct[]) => {
    controller.current.abort();
    controller.current = new AbortController();
    const { signal } = controller.current;
    setPages((shown) => ({ ...shown, state: 'loading', failure: null }));
    const answer = await askForProducts(query, before.length, signal);
    if (signal.aborted) return;
    const failure = 'callId' in answer ? listFailure(answer) : deskFailure(answer.error);
    if (failure || !('callId' in answer)) {
      setPages({ query, products: before, state: 'failed', failure: failure ?? null, hasMore: false });
      return;
    }
    const page = readProducts(answer.body);
    const isFull = (answer.body as unknown[]).length >= pageSize;
    setPages({ query, products: [...before, ...page], state: 'ready', failure: null, hasMore: isFull });
  };

  useEffect(() => {
    void load([]);
    return () => controller.current.abort();
  }, [website, category, search, attempt]);

  return { pages, loadMore: () => load(pages.products) };
}

async function askForProducts(
  { website, category, search }: ProductQuery,
  offset: number,
  signal: AbortSignal,
): Promise<CallAnswer | { error: unknown }> {
  const query = {
    ...{ website, limit: pageSize, offset },
    ...(category && { idCategory: category }),
    ...(search && { searchQuery: search }),
  };
  try {
    return await askServer<CallAnswer>('/api/products', query, signal);
  } catch (error) {
    return { error };
  }
}
