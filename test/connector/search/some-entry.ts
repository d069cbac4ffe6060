import type { CatalogEntry } from '../../../connector/catalog/catalog-entry.ts';

interface SomeEntry {
  id?: string;
  title?: string;
  brand?: string;
  description?: string;
  available?: boolean;
  paths?: string[][];
  references?: string[];
  variantText?: string;
}

/** An entry of which only what matters to a test is said. */
export function someEntry({ id = 'p', title = 'Thing', ...rest }: SomeEntry): CatalogEntry {
  return {
    product: {
      id,
      title,
      url: `https://shop.example/${id}`,
      imageUrl: `https://shop.example/${id}.jpg`,
      brand: rest.brand ?? null,
      description: rest.description ?? '',
      shortDescription: null,
      available: rest.available ?? true,
      reference: rest.references?.[0] ?? null,
      price: { amount: 10, currency: 'EUR' },
      salePrice: null,
      specialPrice: null,
    },
    categoryPaths: rest.paths ?? [],
    references: rest.references ?? [],
    variantText: rest.variantText ?? '',
  };
}
