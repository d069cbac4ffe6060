import type { Product } from './catalog-source.ts';

/** One product as a source hands it to the index: what the agent gets, and what finds it. */
export interface CatalogEntry {
  product: Product;
  /** Label paths from the root, e.g. `[['Men', 'Tops'], ['Collections', 'Eco Friendly']]`; distinct, may be empty. */
  categoryPaths: string[][];
  /** Every reference of every variant (SKU, MPN, GTIN, id) and the group's id; distinct, as the shop writes them. */
  references: string[];
  /** Words of the variants that are not in the product's title: colors, sizes, other titles; plain text. */
  variantText: string;
}

type Required = Pick<Product, 'id' | 'title' | 'url' | 'imageUrl' | 'available' | 'price'>;

/** A product that has only what a shop says of it, and what finds it. */
export function catalogEntry(
  product: Required & Partial<Product>,
  { categoryPaths = [], references = [], variantText = '' }: Partial<Omit<CatalogEntry, 'product'>> = {},
): CatalogEntry {
  const nothing = { brand: null, shortDescription: null, reference: null, salePrice: null, specialPrice: null };
  return { product: { ...nothing, description: '', ...product }, categoryPaths, references, variantText };
}
