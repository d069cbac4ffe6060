import type { Product } from './catalog-source.ts';

/** One product as the feed's reader hands it to the index: what the agent gets, and what finds it. */
export interface CatalogEntry {
  product: Product;
  /** Label paths from the root, e.g. `[['Men', 'Tops'], ['Collections', 'Eco Friendly']]`; distinct, may be empty. */
  categoryPaths: string[][];
  /** Every reference of every variant (mpn, gtin, id) and the group's id; distinct, as written in the feed. */
  references: string[];
  /** Words of the variants that are not in the product's title: colors, sizes, other titles; plain text. */
  variantText: string;
}
