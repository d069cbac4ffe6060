import type { Catalog, CatalogIndexer, ShopIntake } from './connector/catalog/catalog-source.ts';
import type { ConnectorConfig } from './connector/connector-config.ts';
import { productFeedCatalog } from './connector/sources/product-feed/product-feed-catalog.ts';
import { productFeedIndexer } from './connector/sources/product-feed/product-feed-indexer.ts';
import { productFeedIntake } from './connector/sources/product-feed/product-feed-intake.ts';

// The one file that a fork must edit.

export const config: ConnectorConfig = {
  name: 'Product feed',
  locale: 'fr-FR',
  websites: 'proved',
};

// Where products come from, in three parts, so that each function carries only the one that it needs: the merchant's form
// and its proof, the refresh of a stored index (undefined where the shop is asked at every call), and the agents' answers.
export const intake: ShopIntake = productFeedIntake;
export const indexer: CatalogIndexer | undefined = productFeedIndexer;
export const catalog: Catalog = productFeedCatalog;
