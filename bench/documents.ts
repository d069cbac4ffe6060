import { createReadStream } from 'node:fs';
import type { Product } from '../connector/catalog/catalog-source.ts';
import { CategoryTree } from '../connector/search/category-tree.ts';
import { readEntries } from '../connector/sources/product-feed/read-entries.ts';
import { ReadReport } from '../connector/sources/product-feed/items/read-report.ts';
import { fold, referenceKey } from '../connector/search/search-text.ts';
import { readOptions } from './read-options.ts';

/** What every peer indexes: the same products, in the same order, read by the same reader as the connector's. */
export interface SearchDocument {
  /** Position: in stock first, then the feed's order. */
  id: number;
  title: string;
  brand: string;
  /** As written and without dashes. */
  reference: string;
  variants: string;
  description: string;
  /** Ids of its categories and of those above them. */
  categories: string[];
  product: Product;
}

export async function readDocuments(feed: string): Promise<SearchDocument[]> {
  const tree = new CategoryTree();
  const documents: SearchDocument[] = [];
  for await (const { product, references, variantText, categoryPaths } of readEntries(
    createReadStream(feed),
    ':memory:',
    new ReadReport(),
    readOptions,
  )) {
    documents.push({
      id: 0,
      title: product.title,
      brand: product.brand ?? '',
      reference: [...new Set([...references, ...references.map(referenceKey)])].join(' '),
      variants: variantText,
      description: `${product.description} ${product.shortDescription ?? ''}`,
      categories: tree.add(categoryPaths).map(({ id }) => id),
      product,
    });
  }
  documents.sort((a, b) => Number(b.product.available) - Number(a.product.available));
  for (const [id, document] of documents.entries()) document.id = id;
  return documents;
}

/** Words as an engine gets them that folds nothing by itself. */
export const plainWords = (text: string) =>
  fold(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);
