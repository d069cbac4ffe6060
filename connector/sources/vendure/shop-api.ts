import type { Shop } from '../../catalog/catalog-source.ts';
import type { ShopCategory } from '../../catalog/category-paths.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { ShopFailure } from '../../errors.ts';
import { askGraphql } from '../../guarded-http/shop-graphql.ts';
import { channelAnswer, productsAnswer } from './answers.ts';
import { causes, explain } from './causes.ts';
import type { Settings } from './parameters.ts';
import { channelQuery, productsQuery } from './queries.ts';

/** Vendure's own limit is 100; a server may have a lower one, or count a large page as too complex. */
const pageSizes = [100, 25, 5];
const maxCollections = 10_000;
const maxBytes = 20_000_000;

/** The Shop API of a server, by the pages that it allows. */
export function shopApi(shop: Shop<Settings>) {
  const { apiUrl, channelToken, languageCode, currencyCode } = shop.credentials;
  const url = new URL(apiUrl);
  if (languageCode) url.searchParams.set('languageCode', languageCode);
  if (currencyCode) url.searchParams.set('currencyCode', currencyCode);
  const request = {
    ...{ url: url.href, maxBytes, explain },
    ...(channelToken && { secretHeaders: { 'vendure-token': channelToken } }),
  };
  const sizes = [...pageSizes];

  /** Asks for less from then on where the server refuses a page for its size. */
  async function page<Answer>(ask: (take: number) => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await ask(sizes[0]!);
      } catch (error) {
        const isTooLarge = error instanceof ShopFailure && error.message === causes.pagesTooLarge.message;
        if (!isTooLarge || sizes.length === 1) throw error;
        sizes.shift();
      }
    }
  }

  /** The channel and a part of its collections. The first that an address is asked: what answers otherwise is no shop with a fault. */
  async function channelAndCollections(skip: number) {
    try {
      const answer = await page((take) =>
        askGraphql({ ...request, document: channelQuery, variables: { skip, take }, data: channelAnswer }, shop),
      );
      checkChannel(answer.activeChannel, shop.credentials);
      return answer;
    } catch (error) {
      const isOther = error instanceof ShopFailure && error.reason === 'not_a_catalog' && !error.parameter;
      throw isOther ? failureOf(causes.noShopApi, { cause: error }) : error;
    }
  }

  return {
    async channel(): Promise<{ code: string; collections: number }> {
      const { activeChannel, collections } = await channelAndCollections(0);
      return { code: activeChannel.code, collections: collections.totalItems };
    },

    async collections(): Promise<ShopCategory[]> {
      const all: ShopCategory[] = [];
      for (;;) {
        const { items, totalItems: total } = (await channelAndCollections(all.length)).collections;
        all.push(...items.map(({ id, name, parentId }) => ({ id, parentId, label: name })));
        if (all.length >= Math.min(total, maxCollections)) return all;
        if (items.length === 0)
          throw new ShopFailure('failed', `The shop says that it has ${total} collections, but listed ${all.length}.`);
      }
    },

    products: (skip: number, atMost = Number.POSITIVE_INFINITY) =>
      page(async (size) => {
        const limit = Math.min(size, atMost);
        const variables = { skip, take: limit };
        const answer = await askGraphql({ ...request, document: productsQuery, variables, data: productsAnswer }, shop);
        return { records: answer.products.items, total: answer.products.totalItems, limit };
      }),
  };
}

/** A server with one channel takes any token, and every server any language: what it lacks it shows in another. */
function checkChannel(
  { token, availableLanguageCodes: known }: { token: string; availableLanguageCodes: string[] },
  { channelToken, languageCode }: Settings,
): void {
  if (channelToken && token !== channelToken) throw failureOf(causes.unknownChannel);
  if (languageCode && known.length > 0 && !known.includes(languageCode)) throw failureOf(causes.unknownLanguage);
}
