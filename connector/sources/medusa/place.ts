import type { Shop } from '../../catalog/catalog-source.ts';
import type { Region } from './answers.ts';
import type { Settings } from './parameters.ts';
import { listProducts, type Products } from './store-api.ts';

/** How far a listing is: behind so many products, the last of which had these ids. */
export interface Place {
  read: number;
  last: readonly string[];
}

const perPage = 100;
/** More than are deleted between two requests; their ids fit into a safe point. */
const overlap = 10;

/**
 * The products behind a place. Medusa has offsets and no "ids after": a product that is deleted meanwhile moves all that follow it
 * towards the beginning. So a page begins at the last products of the one before, and earlier where they are no longer there.
 */
export async function productsAfter(
  { read, last }: Place,
  region: Region,
  shop: Shop<Settings>,
): Promise<Products & { place: Place }> {
  for (let offset = Math.max(read - overlap, 0); ; offset = Math.max(offset - perPage, 0)) {
    const page = await listProducts(shop, { region, limit: perPage + overlap, offset });
    const ids = page.products.map(idOf);
    const known = ids.findLastIndex((id) => last.includes(id));
    if (known < 0 && offset > 0) continue;
    const place = { read: offset + ids.length, last: ids.slice(-overlap) };
    return { ...page, products: page.products.slice(known + 1), place };
  }
}

export function placeOf(safePoint = ''): Place {
  const [read, ...last] = safePoint.split(' ');
  return { read: Number(read) || 0, last };
}

export function safePointOf({ read, last }: Place): string {
  return [read, ...last.filter((id) => /^[\x21-\x7e]{1,90}$/.test(id))].join(' ');
}

function idOf(product: unknown): string {
  return String((product as { id?: unknown } | null)?.id ?? '');
}
