import type { ShopIntake } from '../../catalog/catalog-source.ts';
import { maxFeedItems, maxUnpackedBytes } from './feed/feed-limits.ts';
import { fetchFeed } from './feed/fetch-feed.ts';
import { ReadReport } from './items/read-report.ts';
import { totalOf } from './items/skip-reason.ts';
import { type FeedCredentials, parameters } from './parameters.ts';
import { readEntries } from './read-catalog.ts';

/** What a verification reads of a large feed, within the time that a merchant waits. */
const sampledItems = 20_000;
const timeToAnswer = 4_000;

/** Reads the feed that a shop gives to Google Merchant Center, or any like it. */
export const productFeedIntake: ShopIntake<FeedCredentials> = {
  parameters,

  async verify(shop) {
    const enough = (items: number) => items >= sampledItems || shop.deadline.remaining() < timeToAnswer;
    const proof = await fetchFeed(shop, async (bytes) => {
      const report = new ReadReport();
      const limits = {
        maxItems: maxFeedItems,
        maxBytes: maxUnpackedBytes,
        now: new Date(),
        signal: shop.deadline.signal,
        enough,
      };
      const categories = new Set<string>();
      let products = 0;
      let example: string | undefined;
      for await (const { product, categoryPaths } of readEntries(bytes, ':memory:', report, limits)) {
        products++;
        if (product.available) example ??= product.title;
        for (const path of categoryPaths) categories.add(path.join('\n'));
      }
      const skipped = totalOf(report.skipped);
      const found = `${many(products, 'product')} in ${many(categories.size, 'category', 'categories')}`;
      const first = report.complete ? found : `At least ${found} (the first ${many(report.items, 'item')} were read)`;
      const named = example === undefined ? ', none available' : `, for example “${shortened(example)}”`;
      const leftOut = skipped > 0 ? `; ${many(skipped, 'item')} of ${many(report.items, 'item')} left out` : '';
      return `${first}${named}${leftOut}`;
    });
    return proof!; // Unconditional, so there is no "not modified".
  },
};

function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;
}

function shortened(title: string): string {
  return title.length > 80 ? `${title.slice(0, 79)}…` : title;
}
