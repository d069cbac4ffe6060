import type { Catalog } from '../../catalog-source.ts';
import { FeedCache } from './feed-cache.ts';
import { fetchFeed } from './fetch-feed.ts';
import type { FeedCredentials } from './parameters.ts';

const cache = new FeedCache({ fetch: fetchFeed });

/** Answers agents from the shop's product feed. */
export const productFeedCatalog: Catalog<FeedCredentials> = {
  categories: async (shop, query) => (await cache.get(shop)).categories(query),
  products: async (shop, query) => (await cache.get(shop)).products(query),
};
