import { productFeed } from './connector/catalog/sources/product-feed/product-feed.ts';
import type { ConnectorConfig } from './connector/connector-config.ts';

/** The one file that a fork must edit. */
export const config: ConnectorConfig = {
  name: 'Product feed',
  locale: 'fr-FR',
  websites: 'proved',
  source: productFeed,
};
