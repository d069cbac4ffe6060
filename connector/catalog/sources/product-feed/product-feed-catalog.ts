import { storedCatalog } from '../../stored-index/stored-catalog.ts';
import { openIndex } from './catalog-index.ts';

/** Answers agents from the index of the shop's product feed. */
export const productFeedCatalog = storedCatalog(openIndex);
