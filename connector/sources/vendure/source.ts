import type { CatalogSource } from '../../catalog/catalog-source.ts';
import { categoryPaths } from '../../catalog/category-paths.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { placeOf, recordsAfter, safePointOf } from '../../catalog/offset-place.ts';
import { pageOf } from '../../catalog/page-of.ts';
import { plainLine } from '../../text/plain-text.ts';
import { forExample, many } from '../../text/proof.ts';
import { causes } from './causes.ts';
import { entryOf } from './entry-of.ts';
import { parameters, type Settings } from './parameters.ts';
import { shopApi } from './shop-api.ts';

/** A merchant waits for the proof, and a page of 100 may take seconds. */
const fewest = 5;

/** A Vendure server, version 2 or later, by its Shop API. */
export const vendure: CatalogSource<Settings> = {
  parameters,

  async verify(shop) {
    const api = shopApi(shop);
    const { code, collections } = await api.channel();
    const { total, records } = await api.products(0, fewest);
    if (total === 0) throw failureOf(causes.noProducts);
    const { entries } = pageOf(records, (record) => entryOf(record, { settings: shop.credentials, pathOf: () => [] }));
    const { title, price } = entries[0]?.product ?? {};
    const channel = code === '__default_channel__' ? 'the default channel' : `the channel “${plainLine(code, 50)}”`;
    // The amount lets a merchant see that the decimals are wrong.
    const example = forExample(title) + (price ? ` at ${price.amount.toFixed(2)} ${price.currency}` : '');
    return `${many(total, 'product')} of ${channel}${example}, in ${many(collections, 'collection')}.`;
  },

  async *read(shop, { from }) {
    const api = shopApi(shop);
    const mapping = { settings: shop.credentials, pathOf: categoryPaths(await api.collections()) };
    for (let place = placeOf(from); ; ) {
      const { records, total, ...reached } = await recordsAfter(place, api.products);
      // An empty shop is as wrong as it was when it was proven.
      if (total === 0) throw failureOf(causes.noProducts);
      if (records.length === 0) return {};
      place = reached.place;
      const isLast = place.read >= total;
      const page = pageOf(records, (record) => entryOf(record, mapping));
      yield { ...page, announced: total, ...(!isLast && { next: safePointOf(place) }) };
      if (isLast) return {};
    }
  },

  sample: ({ shop }) => ({ apiUrl: `${shop}/shop-api`, productUrl: `${shop}/products/{slug}` }),
};
