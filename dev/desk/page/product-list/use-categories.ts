import { useEffect, useState } from 'preact/hooks';
import type { CallAnswer } from '../../desk-api.ts';
import { askServer } from '../ask-server.ts';
import { deskFailure, type ListFailure, listFailure } from './list-failure.ts';
import { type CardCategory, readCategories } from './read-product.ts';

export interface CategoryLevel {
  /** Whose children; '' are the roots. */
  parent: string;
  children: CardCategory[];
  state: 'loading' | 'ready' | 'failed';
  failure: ListFailure | null;
}

/** One level of the tree at a time, and what is known of the levels above it. */
export function useCategories(website: string, parent: string, attempt: number) {
  const [level, setLevel] = useState<CategoryLevel>({ parent, children: [], state: 'loading', failure: null });
  const [known, setKnown] = useState<ReadonlyMap<string, CardCategory>>(new Map());
  const learn = (categories: CardCategory[]) =>
    setKnown((before) => new Map([...before, ...categories.map((each) => [each.id, each] as const)]));

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setLevel({ parent, children: [], state: 'loading', failure: null });
    void (async () => {
      try {
        const answer = await askServer<CallAnswer>('/api/categories', { website, idParent: parent }, signal);
        const failure = listFailure(answer) ?? null;
        const children = failure ? [] : readCategories(answer.body);
        if (signal.aborted) return;
        learn(children);
        setLevel({ parent, children, state: failure ? 'failed' : 'ready', failure });
        // A link leads here from nowhere: the whole tree tells what is above.
        if (failure || parent === '' || known.has(parent)) return;
        const whole = await askServer<CallAnswer>('/api/categories', { website }, signal);
        if (!signal.aborted) learn(readCategories(whole.body));
      } catch (error) {
        if (!signal.aborted) setLevel({ parent, children: [], state: 'failed', failure: deskFailure(error) });
      }
    })();
    return () => controller.abort();
  }, [website, parent, attempt]);

  return { level, known };
}
