import type { Catalog, Shop } from '../catalog/catalog-source.ts';
import { metrics } from '../environment.ts';
import { type CatalogIndex, openIndex } from '../search/catalog-index.ts';
import { KeptLists } from './kept-lists.ts';
import { OpenIndexes } from './open-indexes.ts';

/** Room for the whole tree of a large shop (4,600 categories), and for 200 MB at the very most: no product takes more than 40 kB. */
const maxKeptItems = 5_000;

const indexes = /* @__PURE__ */ new OpenIndexes(openIndex);
const lists = /* @__PURE__ */ new KeptLists(maxKeptItems);

/** Answers agents from the file that the last good refresh left in the index bucket; opens no credentials. */
export const storedCatalog: Catalog = {
  categories: (shop, query) => ask(shop, { categories: query }, (index) => index.categories(query)),
  products: (shop, query) => ask(shop, { products: query }, (index) => index.products(query)),
};

async function ask<Item extends object>(
  shop: Shop,
  question: object,
  find: (index: CatalogIndex) => readonly Item[],
): Promise<readonly Item[]> {
  const index = await indexes.get(shop);
  try {
    return lists.get(index, question, () => find(index));
  } catch (error) {
    if (!isDamage(error)) throw error;
    shop.count(metrics.catalogUnreadable);
    throw indexes.giveUp(shop.website, index, error);
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, whatever they specify: a page is read when it is first asked for. */
function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  return code === 11 || code === 26;
}
