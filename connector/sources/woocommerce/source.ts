import type { CatalogSource, Shop } from '../../catalog/catalog-source.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { forExample, many } from '../../text/proof.ts';
import { causes } from './causes.ts';
import { parameters, type Settings } from './parameters.ts';
import { proveRestApi, readRestApi } from './read-rest-api.ts';
import { proveStoreApi, readStoreApi } from './read-store-api.ts';

/** A shop of WooCommerce: its Store API, which needs no key; its REST API where a key was typed. */
export const woocommerce: CatalogSource<Settings> = {
  parameters,

  async verify(shop) {
    const { total, categories, example, currency, hasTaxes } = hasKey(shop)
      ? await proveRestApi(shop)
      : { ...(await proveStoreApi(shop)), hasTaxes: false };
    if (total === 0) throw failureOf(causes.empty);
    const prices = currency ? ` Prices in ${currency}${hasTaxes ? ', without any tax that the shop adds' : ''}.` : '';
    return `${many(total, 'product')} in ${many(categories, 'category', 'categories')}${forExample(example?.name)}.${prices}`;
  },

  async *read(shop, { from }) {
    yield* hasKey(shop) ? readRestApi(shop, from) : readStoreApi(shop, from);
    return {};
  },

  sample: ({ shop }) => ({ shopUrl: shop }),
};

function hasKey({ credentials: { consumerKey, consumerSecret } }: Shop<Settings>): boolean {
  if (consumerKey && !consumerSecret) throw failureOf(causes.secretMissing);
  if (consumerSecret && !consumerKey) throw failureOf(causes.keyMissing);
  return consumerKey !== undefined;
}
