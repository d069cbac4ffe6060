import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Category } from '../../connector/catalog/catalog-source.ts';
import { productToWire } from '../../connector/catalog/to-wire.ts';
import type { WireProduct } from '../../connector/contract/catalog.ts';
import { ShopFailure } from '../../connector/errors.ts';
import { openIndex } from '../../connector/search/catalog-index.ts';
import { maxFeedItems, maxUnpackedBytes } from '../../connector/sources/product-feed/feed/feed-limits.ts';
import { buildFeedFile } from '../../dev/build-feed-file.ts';
import { finding } from './explain-finding.ts';
import { FeedExamination } from './feed/feed-examination.ts';
import { type FeedSource, openFeed } from './feed/open-feed.ts';
import { type Finding, severities } from './finding.ts';
import { probeCatalog } from './probe-catalog.ts';

export interface Diagnosis {
  /** Without a query, which may hold a key. */
  feed: string;
  /** ISO 8601. */
  examinedAt: string;
  seconds: number;
  items: number;
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
}

interface ExaminationOptions {
  /** For files of up to some four times the feed's size; the caller removes it. */
  folder: string;
  /** What agents type. */
  queries: readonly string[];
  locale: string;
}

/** Reads the feed with the connector's own reader, builds its index and looks at it as an agent would. */
export async function examineFeed(
  source: FeedSource,
  { folder, queries, locale }: ExaminationOptions,
): Promise<Diagnosis> {
  const started = Date.now();
  const examination = new FeedExamination();
  const file = join(folder, 'catalog.sqlite');
  const limits = { maxItems: maxFeedItems, maxBytes: maxUnpackedBytes, now: new Date(started) };
  const failure = await openFeed(source, (bytes, options) =>
    buildFeedFile(bytes, file, { ...limits, ...options }, examination),
  ).then(() => undefined, asFinding);
  const findings = [...(failure ? [failure] : []), ...examination.findings()];
  const catalog = failure ? nothing : lookInto(file, examination, queries, locale);
  return {
    feed: source.place.replace(/\?.*/, ''),
    examinedAt: new Date(started).toISOString(),
    seconds: (Date.now() - started) / 1000,
    items: examination.items,
    itemsLeftOut: Object.values(examination.skipped).reduce((sum, count) => sum + count, 0),
    itemsInStock: examination.inStock,
    itemsOnSale: examination.onSale,
    prices: examination.prices.map((spread) => ({
      currency: spread.currency,
      items: spread.count,
      lowest: spread.lowest[0]!.amount,
      median: Number(spread.median().toPrecision(2)),
      highest: spread.highest[0]!.amount,
    })),
    ...catalog,
    findings: [...findings, ...catalog.findings].sort(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count,
    ),
  };
}

type Catalog = Pick<Diagnosis, 'products' | 'bytes' | 'findings' | 'categories' | 'firstProducts'>;

const nothing: Catalog = { products: 0, bytes: 0, findings: [], categories: [], firstProducts: [] };

function lookInto(file: string, examination: FeedExamination, queries: readonly string[], locale: string): Catalog {
  const index = openIndex(file);
  try {
    return {
      products: index.productCount,
      bytes: statSync(file).size,
      findings: probeCatalog(index, examination, queries),
      categories: index.categories({ parentId: undefined, limit: undefined, offset: 0 }),
      firstProducts: index
        .products({ categoryId: undefined, text: undefined, limit: 10, offset: 0 })
        .map((product) => productToWire(product, locale)),
    };
  } finally {
    index.close();
  }
}

/** What the shop or its feed got wrong is a finding; anything else is thrown. */
function asFinding(error: unknown): Finding {
  if (!(error instanceof ShopFailure)) throw error;
  return finding('unreadable', 1, [{ id: error.reason, value: error.message }]);
}
