import type { CatalogSource, Page } from '../../catalog/catalog-source.ts';
import { categoryPaths } from '../../catalog/category-paths.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { pageOf } from '../../catalog/page-of.ts';
import { ShopFailure } from '../../errors.ts';
import { plainLine } from '../../text/plain-text.ts';
import { forExample, many } from '../../text/proof.ts';
import { causes } from './causes.ts';
import { entryOf, idOf } from './entry-of.ts';
import { parameters, type Settings } from './parameters.ts';
import { shopApi } from './shop-api.ts';

/** A merchant waits for the proof, and a page of 100 may take seconds. */
const fewest = 5;

/** How far a reading goes back where the listing has moved under it, and how often. */
const stepBack = 100;
const mostStepsBack = 20;

/** A Vendure server, version 2 or later, by its Shop API. */
export const vendure: CatalogSource<Settings> = {
  parameters,

  async verify(shop) {
    const api = shopApi(shop);
    const { code, collections } = await api.channel();
    const { totalItems, items } = await api.products(0, fewest);
    if (totalItems === 0) throw failureOf(causes.noProducts);
    const { entries } = pageOf(items, (record) => entryOf(record, { settings: shop.credentials, pathOf: () => [] }));
    const { title, price } = entries[0]?.product ?? {};
    const channel = code === '__default_channel__' ? 'the default channel' : `the channel “${plainLine(code, 50)}”`;
    // The amount lets a merchant see that the decimals are wrong.
    const example = forExample(title) + (price ? ` at ${price.amount.toFixed(2)} ${price.currency}` : '');
    return `${many(totalItems, 'product')} of ${channel}${example}, in ${many(collections.length, 'collection')}.`;
  },

  async *read(shop, { from }) {
    const api = shopApi(shop);
    const { collections } = await api.channel();
    const mapping = { settings: shop.credentials, pathOf: categoryPaths(collections) };
    let { skip, last } = positionIn(from);
    let reached = skip;
    for (let stepsBack = 0; ; ) {
      // With the last product of the page before: where that no longer comes first, a product before it is gone, and others have moved up.
      const overlap = last === undefined ? 0 : 1;
      const { totalItems, items } = await api.products(skip - overlap);
      if (overlap && (items.length > 0 || totalItems < skip) && idOf(items[0]) !== last) {
        if (++stepsBack > mostStepsBack) throw unsteady();
        [skip, last] = [Math.max(skip - stepBack, 0), undefined];
        continue;
      }
      const records = items.slice(overlap);
      if (records.length === 0) {
        // An empty shop is as wrong as it was when it was proven.
        if (totalItems === 0) throw failureOf(causes.noProducts);
        return {};
      }
      [skip, last] = [skip + records.length, idOf(records.at(-1)) || undefined];
      const page: Page = { ...pageOf(records, (record) => entryOf(record, mapping)), announced: totalItems };
      // What is read again counts once, and has no safe point that was not there before.
      if (skip <= reached) yield { ...page, listed: 0 };
      else yield { ...page, listed: skip - reached, next: `${skip},${last ?? ''}` };
      reached = Math.max(reached, skip);
      if (skip >= totalItems) return {};
    }
  },

  sample: ({ shop }) => ({ apiUrl: `${shop}/shop-api`, productUrl: `${shop}/products/{slug}` }),
};

/** The Shop API pages by numbers, not by ids: its filters have no `id` greater than another. */
function positionIn(from = ''): { skip: number; last: string | undefined } {
  const [, skip, last] = /^(\d{1,9}),(.*)$/.exec(from) ?? [];
  return { skip: Number(skip ?? 0), last: last || undefined };
}

function unsteady(): ShopFailure {
  return new ShopFailure('failed', 'Products are added or removed faster than the shop can be read.');
}
