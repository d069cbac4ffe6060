import type { Catalog, Category, CategoryQuery, Product, ProductQuery } from '../catalog-source.ts';
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
  return {
    usesCredentials: false,
    async categories(shop, query) {
      const index = await indexes.get(shop);
      return lists.get(index, { categories: query }, () => index.categories(query));
    },
    async products(shop, query) {
      const index = await indexes.get(shop);
      return lists.get(index, { products: query }, () => index.products(query));
    },
  };
}
