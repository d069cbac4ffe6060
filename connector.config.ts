import type { Catalog, ShopIntake } from './connector/catalog/catalog-source.ts';
import { productFeedCatalog } from './connector/catalog/sources/product-feed/product-feed-catalog.ts';
import { productFeedIntake } from './connector/catalog/sources/product-feed/product-feed-intake.ts';
import type { ConnectorConfig } from './connector/connector-config.ts';

// The one file that a fork must edit.

export const config: ConnectorConfig = {
  name: 'Product feed',
  locale: 'fr-FR',
  websites: 'proved',
};

/** Where products come from. Two halves, so that reading shops costs nothing where agents wait for answers. */
export const intake: ShopIntake = productFeedIntake;
export const catalog: Catalog = productFeedCatalog;
