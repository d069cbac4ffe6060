import { metrics } from '../../../environment.ts';
import type { ShopIntake } from '../../catalog-source.ts';
import { fetchFeed } from './fetch-feed.ts';
import { type FeedCredentials, parameters } from './parameters.ts';

/** Reads the feed that a shop gives to Google Merchant Center, or any like it. */
export const productFeedIntake: ShopIntake<FeedCredentials> = {
  parameters,

  async verify(shop) {
    const catalog = (await fetchFeed(shop))!; // Unconditional, so there is no "not modified".
    if (catalog.skipped > 0) shop.count(metrics.feedItemSkipped, catalog.skipped);
    const categories = new Set(
      catalog.entries.flatMap(({ categoryPaths }) => categoryPaths.map((path) => path.join('\n'))),
    );
    const example = catalog.entries.find(({ product }) => product.available) ?? catalog.entries[0]!;
    const leftOut =
      catalog.skipped > 0 ? `; ${many(catalog.skipped, 'item')} of ${many(catalog.items, 'item')} left out` : '';
    return `${many(catalog.entries.length, 'product')} in ${many(categories.size, 'category', 'categories')}, for example “${shortened(example.product.title)}”${leftOut}`;
  },
};

function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;
}

function shortened(title: string): string {
  return title.length > 80 ? `${title.slice(0, 79)}…` : title;
}
