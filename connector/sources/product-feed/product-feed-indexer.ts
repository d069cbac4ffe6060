import type { CatalogIndexer, Shop } from '../../catalog/catalog-source.ts';
import { metrics } from '../../environment.ts';
import type { SourceVersion } from '../../installs/catalog-state.ts';
import { buildCatalogFile } from './build-catalog-file.ts';
import { maxFeedItems, maxUnpackedBytes } from './feed/feed-limits.ts';
import { fetchFeed } from './feed/fetch-feed.ts';
import { totalOf } from './items/skip-reason.ts';
import type { FeedCredentials } from './parameters.ts';

/** Turns the shop's product feed into a searchable file. */
export const productFeedIndexer: CatalogIndexer<FeedCredentials> = {
  build(shop, file, known, locale) {
    return fetchFeed(shop, (bytes, version) => build(shop, bytes, version, { file, locale }), known);
  },
};

async function build(
  { deadline, count }: Pick<Shop, 'deadline' | 'count'>,
  feed: AsyncIterable<Uint8Array>,
  version: SourceVersion,
  { file, locale }: { file: string; locale: string },
) {
  const limits = { maxItems: maxFeedItems, maxBytes: maxUnpackedBytes, now: new Date(), signal: deadline.signal };
  const report = await buildCatalogFile(feed, file, { ...limits, locale });
  const { products, categories, bytes, skipped, problems, changesAt } = report;
  const leftOut = totalOf(skipped);
  if (leftOut > 0) count(metrics.feedItemSkipped, leftOut);
  return { products, categories, bytes, problems, ...(Number.isFinite(changesAt) && { changesAt }), ...version };
}
