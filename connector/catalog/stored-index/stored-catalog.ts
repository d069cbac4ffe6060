import type { Catalog, Category, CategoryQuery, Product, ProductQuery } from '../catalog-source.ts';
import { OpenIndexes } from './open-indexes.ts';

/** A catalog file that was opened; answers at once. */
interface SearchableIndex {
  categories(query: CategoryQuery): Category[];
  products(query: ProductQuery): Product[];
  close(): void;
}

/** Answers agents from the file that the last good refresh left in the index bucket. */
export function storedCatalog(open: (file: string) => SearchableIndex): Catalog {
  const indexes = new OpenIndexes(open);
  return {
    usesCredentials: false,
    categories: async (shop, query) => (await indexes.get(shop)).categories(query),
    products: async (shop, query) => (await indexes.get(shop)).products(query),
  };
}
