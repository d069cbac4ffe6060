import { pagePath, picturePath } from '../feed.ts';
import type { SampleProduct } from '../sample-product.ts';
import { jsonAnswer, type ShopApi } from './shop-api.ts';

/** As many APIs have one: a listing of the sample shop takes three calls. */
const maxLimit = 25;

/** The paged JSON API of `docs/examples/paged-shop.ts`. */
export function pagedApi(products: readonly SampleProduct[]): ShopApi {
  return ({ url: { pathname, searchParams, origin }, headers }) => {
    if (pathname !== '/paged-api/products') return undefined;
    if (headers.authorization !== 'Bearer sample-key') return jsonAnswer(401, { error: 'unauthorized' });
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
    return jsonAnswer(200, { items, total: products.length, next });
  };
}
