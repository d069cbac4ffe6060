import type { Product } from '../../connector/catalog/catalog-source.ts';
import type { SearchDocument } from '../documents.ts';
import type { Query } from './engine.ts';

/** What an engine in memory has beside its index: the products and, for pages without text, the lists of categories. */
export interface Shelf {
  products: Product[];
  /** Category id → positions. */
  categories: Record<string, number[]>;
}

export function shelfOf(documents: readonly SearchDocument[]): Shelf {
  const categories: Shelf['categories'] = {};
  for (const { id, categories: ids } of documents) {
    for (const category of ids) {
      categories[category] ??= [];
      categories[category].push(id);
    }
  }
  return { products: documents.map(({ product }) => product), categories };
}

/** The page's products of a category, or of a search's `found` positions. */
export function pageOf(
  { products, categories }: Shelf,
  { categoryId, limit, offset }: Query,
  found?: number[],
): Product[] {
  const positions = found ?? categories[categoryId!] ?? [];
  return positions.slice(offset, offset + limit).map((position) => ({ ...products[position]! }));
}
