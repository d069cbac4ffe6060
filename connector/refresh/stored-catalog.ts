import type { Catalog, Category, CategoryQuery, Product, ProductQuery, Shop } from '../catalog/catalog-source.ts';
import { metrics } from '../environment.ts';
import { KeptLists } from './kept-lists.ts';
import { OpenIndexes } from './open-indexes.ts';

/** A catalog file that was opened; answers at once. */
interface SearchableIndex {
  categories(query: CategoryQuery): Category[];
  products(query: ProductQuery): Product[];
  close(): void;
}

/** Room for the whole tree of a large shop (4,600 categories), and for 200 MB at the very most: no product takes more than 40 kB. */
const maxKeptItems = 5_000;

/** Answers agents from the file that the last good refresh left in the index bucket. */
export function storedCatalog(open: (file: string) => SearchableIndex): Catalog {
  const indexes = new OpenIndexes(open);
  const lists = new KeptLists(maxKeptItems);

  async function ask<Item extends object>(
    shop: Shop,
    question: object,
    find: (index: SearchableIndex) => readonly Item[],
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

  return {
    usesCredentials: false,
    categories: (shop, query) => ask(shop, { categories: query }, (index) => index.categories(query)),
    products: (shop, query) => ask(shop, { products: query }, (index) => index.products(query)),
  };
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, whatever they specify: a page is read when it is first asked for. */
function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  return code === 11 || code === 26;
}
