import { pagePath, picturePath } from './feed.ts';
import { products } from './products.ts';

/** As many APIs have one: a listing takes three calls. */
const maxLimit = 25;

/** The sample shop's products as the paged JSON API of `docs/examples/paged-shop.ts`; undefined for another path. */
export function answerPagedApi(
  { pathname, searchParams }: URL,
  origin: string,
  authorization: string | undefined,
): { status: number; body: string } | undefined {
  if (pathname !== '/paged-api/products') return undefined;
  if (authorization !== 'Bearer sample-key') return { status: 401, body: '{"error":"unauthorized"}' };
  const after = searchParams.get('after') ?? '';
  const limit = Math.min(Math.max(Number(searchParams.get('limit')) || 20, 1), maxLimit);
  const rest = products.slice(after ? products.findIndex(({ id }) => id === after) + 1 : 0);
  const items = rest.slice(0, limit).map(({ id, title, brand, description, price, inStock, categories }) => ({
    ...{ id, sku: id, name: title, brand, about: description },
    page: origin + pagePath(id, null),
    picture: origin + picturePath(id, null),
    cents: Math.round(price * 100),
    stock: inStock ? 5 : 0,
    section: categories,
  }));
  const next = rest.length > limit ? (items.at(-1)?.id ?? null) : null;
  return { status: 200, body: JSON.stringify({ items, total: products.length, next }) };
}
