import { pagePath, picturePath } from './feed.ts';
import { products } from './products.ts';

/** The sample shop's products as the one JSON array that `docs/examples/json-shop.ts` reads. */
export function writeJsonCatalog(origin: string): string {
  const items = products.map(({ id, title, price, inStock, categories }) => ({
    sku: id,
    name: title,
    page: origin + pagePath(id, null),
    picture: origin + picturePath(id, null),
    category: categories.at(-1),
    euros: price,
    stock: inStock ? 5 : 0,
  }));
  return JSON.stringify(items);
}
