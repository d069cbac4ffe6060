import { storedCatalog } from '../../refresh/stored-catalog.ts';
import { openIndex } from '../../search/catalog-index.ts';

/** Answers agents from the index of the shop's product feed. */
export const productFeedCatalog = storedCatalog(openIndex);
