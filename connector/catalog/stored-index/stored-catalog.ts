import type { Catalog, Category, CategoryQuery, Product, ProductQuery } from '../catalog-source.ts';
import { KeptLists } from './kept-lists.ts';
import { OpenIndexes } from './open-indexes.ts';

/** A catalog file that was opened; answers at once. */
interface SearchableIndex {
  categories(query: CategoryQuery): Category[];
  products(query: ProductQuery): Product[];
  close(): void;
}

/** A large shop's whole tree has 5,000 categories. */
const maxKeptItems = 10_000;

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
