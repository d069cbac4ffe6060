import type { Category } from '../../connector/catalog/catalog-source.ts';
import type { WireProduct } from '../../connector/contract/catalog.ts';
import type { Finding } from './finding.ts';

/** What was examined: the configured shop, or a feed by its address or file. Without a query, which may hold a key. */
export type Subject = { shop: string } | { feed: string };

/** An item is what a shop lists: in a feed, a variant; elsewhere mostly a product. */
export type Diagnosis = Subject & {
  /** ISO 8601. */
  examinedAt: string;
  seconds: number;
  items: number;
  /** By the connector; what a source leaves out by itself is a finding. */
  itemsLeftOut: number;
  products: number;
  itemsInStock: number;
  itemsOnSale: number;
  prices: { currency: string; items: number; lowest: number; median: number; highest: number }[];
  /** Of the searchable catalog. */
  bytes: number;
  /** Gravest first, then most frequent. */
  findings: Finding[];
  /** Parents before their children. */
  categories: Category[];
  /** The beginning of the list, as an agent gets it. */
  firstProducts: WireProduct[];
};

export function subjectOf(subject: Subject): { kind: 'shop' | 'feed'; name: string } {
  return 'feed' in subject ? { kind: 'feed', name: subject.feed } : { kind: 'shop', name: subject.shop };
}
