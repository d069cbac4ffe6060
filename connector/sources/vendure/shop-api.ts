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

export interface Channel {
  code: string;
  collections: ShopCategory[];
}

/** The Shop API of a server, by the pages that it allows. */
export function shopApi(shop: Shop<Settings>) {
  const { apiUrl, channelToken, languageCode, currencyCode } = shop.credentials;
  const url = new URL(apiUrl);
  if (languageCode) url.searchParams.set('languageCode', languageCode.replace('-', '_'));
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

  return {
    products: (skip: number, atMost = Number.POSITIVE_INFINITY) =>
      page(async (size) => {
        const variables = { skip, take: Math.min(size, atMost) };
        const answer = await askGraphql({ ...request, document: productsQuery, variables, data: productsAnswer }, shop);
        return answer.products;
      }),

    async channel(): Promise<Channel> {
      const collections: ShopCategory[] = [];
      for (;;) {
        const variables = { skip: collections.length };
        const { activeChannel, collections: listed } = await page((take) =>
          askGraphql(
            { ...request, document: channelQuery, variables: { ...variables, take }, data: channelAnswer },
            shop,
          ),
        );
        checkChannel(activeChannel, shop.credentials);
        collections.push(...listed.items.map(({ id, name, parentId }) => ({ id, parentId, label: name })));
        const isWhole = listed.items.length === 0 || collections.length >= Math.min(listed.totalItems, maxCollections);
        if (isWhole) return { code: activeChannel.code, collections };
      }
    },
  };
}

/** A server with one channel takes any token, and every server any language: what it lacks it shows in another. */
function checkChannel(
  { token, availableLanguageCodes: known }: { token: string; availableLanguageCodes: string[] },
  { channelToken, languageCode }: Settings,
): void {
  if (channelToken && token !== channelToken) throw failureOf(causes.unknownChannel);
  const plain = (code: string) => code.toLowerCase().replace('-', '_');
  if (languageCode && known.length > 0 && !known.some((code) => plain(code) === plain(languageCode)))
    throw failureOf(causes.unknownLanguage);
}
