import { join } from 'node:path';
import type { CatalogSource } from '../../catalog/catalog-source.ts';
import { metrics } from '../../environment.ts';
import { forExample, many } from '../../text/proof.ts';
import { maxFeedItems, maxUnpackedBytes } from './feed/feed-limits.ts';
import { feedFailure, openFeed } from './feed/open-feed.ts';
import { ReadReport } from './items/read-report.ts';
import { totalOf } from './items/skip-reason.ts';
import { type FeedCredentials, parameters } from './parameters.ts';
import { readEntries } from './read-entries.ts';
import { readPages } from './read-pages.ts';

/** What a verification reads of a large feed, within the time that a merchant waits. */
const sampledItems = 20_000;
const timeToAnswer = 4_000;

/** The feed that a shop gives to Google Merchant Center, or any like it. */
export const productFeed: CatalogSource<FeedCredentials> = {
  parameters,

  sample: ({ shop, feed }) => ({ feedUrl: feed ?? `${shop}/feed.xml` }),

  async verify(shop) {
    const report = new ReadReport();
    const enough = (items: number) => items >= sampledItems || shop.deadline.remaining() < timeToAnswer;
    const categories = new Set<string>();
    let products = 0;
    let example: string | undefined;
    try {
      const feed = await openFeed(shop);
      if (feed === 'unchanged') throw new Error('The shop says that nothing changed, and was not asked.');
      const limits = limitsUntil(shop.deadline.signal);
      for await (const { product, categoryPaths } of readEntries(feed.bytes, ':memory:', report, {
        ...limits,
        enough,
      })) {
        products++;
        if (product.available) example ??= product.title;
        for (const path of categoryPaths) categories.add(path.join('\n'));
      }
    } catch (error) {
      throw feedFailure(error, shop);
    }
    const skipped = totalOf(report.skipped);
    const found = `${many(products, 'product')} in ${many(categories.size, 'category', 'categories')}`;
    const first = report.complete ? found : `At least ${found} (the first ${many(report.items, 'item')} were read)`;
    const named = example === undefined ? ', none available' : forExample(example);
    const leftOut = skipped > 0 ? `; ${many(skipped, 'item')} of ${many(report.items, 'item')} left out` : '';
    return `${first}${named}${leftOut}`;
  },

  async *read(shop, { known, scratch }) {
    const report = new ReadReport();
    try {
      const feed = await openFeed(shop, known);
      if (feed === 'unchanged') return feed;
      const stage = join(scratch, 'variants');
      const whole = yield* readPages(feed.bytes, stage, report, {
        ...limitsUntil(shop.deadline.signal),
        charset: feed.charset,
      });
      const leftOut = totalOf(report.skipped);
      if (leftOut > 0) shop.count(metrics.feedItemSkipped, leftOut);
      return { ...whole, version: feed.version };
    } catch (error) {
      throw feedFailure(error, shop);
    }
  },
};

function limitsUntil(signal: AbortSignal) {
  return { maxItems: maxFeedItems, maxBytes: maxUnpackedBytes, now: new Date(), signal };
}
