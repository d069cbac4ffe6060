import { createReadStream } from 'node:fs';
import type { CatalogEntry } from '../connector/catalog/catalog-entry.ts';
import { CategoryTree } from '../connector/search/category-tree.ts';
import { readEntries } from '../connector/sources/product-feed/read-entries.ts';
import { ReadReport } from '../connector/sources/product-feed/items/read-report.ts';
import { randomFrom } from './random.ts';
import { readOptions } from './read-options.ts';
import { temporaryPath } from './temporary-path.ts';

export interface FeedSample {
  items: number;
  products: number;
  /** So many products as asked for, every one as likely as another, or all. */
  entries: CatalogEntry[];
  /** Ids, most products first. */
  categories: string[];
}

export async function sampleFeed(feed: string, count: number): Promise<FeedSample> {
  const random = randomFrom(1);
  const tree = new CategoryTree();
  const report = new ReadReport();
  const entries: CatalogEntry[] = [];
  let products = 0;
  for await (const entry of readEntries(createReadStream(feed), temporaryPath(), report, readOptions)) {
    tree.add(entry.categoryPaths);
    const place = products < count ? products : random.below(products + 1);
    if (place < count) entries[place] = entry;
    products++;
  }
  const categories = tree
    .list()
    .sort((a, b) => b.productCount - a.productCount)
    .map(({ id }) => id);
  return { items: report.items, products, entries, categories };
}
