import type { Exchange } from '../../platform/exchange.ts';
import type { ListParameters } from '../calls.ts';
import { type Context, shared } from '../context.ts';
import { type Item, requireList, show } from '../requirements.ts';
import { Violation } from '../violation.ts';

/** An item of a list, and the answer that held it. */
export interface Listed {
  item: Item;
  id: string;
  exchange: Exchange;
}

export interface Listing {
  items: Listed[];
  ids: string[];
  /** False when the catalog is longer than what a run reads of it. */
  complete: boolean;
}

const largestPage = 100;
const mostPages = 20;

export const productsOf = shared('the list of products', (context) => readPages(context, {}, largestPage));

export const categoriesOf = shared('the list of categories', async ({ calls }) => {
  const exchange = await calls.categories();
  return listing(
    requireList(exchange).map((item) => listed(item, exchange)),
    true,
  );
});

/** Reads page after page until one is not full. */
export async function readPages(context: Context, parameters: ListParameters, limit: number): Promise<Listing> {
  const items: Listed[] = [];
  for (let page = 0; page < mostPages; page++) {
    const exchange = await context.calls.products({ ...parameters, limit, offset: page * limit });
    const found = requireList(exchange);
    items.push(...found.map((item) => listed(item, exchange)));
    if (found.length < limit) return listing(items, true);
  }
  return listing(items, false);
}

/** Up to that many of them, spread evenly. */
export function sampleOf<T>(items: readonly T[], size: number): T[] {
  if (items.length <= size) return [...items];
  return Array.from({ length: size }, (_, index) => items[Math.floor((index * items.length) / size)]!);
}

/** Of the products: without any, hardly anything could be judged. */
export function requireFilled({ items }: Listing): void {
  if (items.length === 0) throw new Violation('The list of products is empty: there is nothing to judge.');
}

export function requireUnique({ items }: Listing, what: string): void {
  const seen = new Set<string>();
  for (const { id, item, exchange } of items) {
    if (seen.has(id)) throw new Violation(`The id ${show(id)} belongs to more than one ${what}.`, exchange, item);
    seen.add(id);
  }
}

function listed(item: Item, exchange: Exchange): Listed {
  return { item, id: String(item.id), exchange };
}

function listing(items: Listed[], complete: boolean): Listing {
  return { items, ids: items.map(({ id }) => id), complete };
}
