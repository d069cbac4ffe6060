import type { ZodMiniType } from 'zod/mini';
import type { Shop } from '../../catalog/catalog-source.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { failed } from '../../guarded-http/shop-failures.ts';
import { askGraphql } from '../../guarded-http/shop-graphql.ts';
import { type List, type Localization, moreOf } from './answers.ts';
import { causes, explain } from './causes.ts';
import type { ShopifySettings } from './parameters.ts';
import { apiVersion } from './queries.ts';

/** A hundred products with long descriptions and a hundred variants each are some 5 MB. */
const maxBytes = 32_000_000;

interface Query<Data> {
  document: string;
  variables?: Record<string, unknown>;
  data: ZodMiniType<Data>;
}

export function askShopify<Data>(
  { document, variables, data }: Query<Data>,
  shop: Shop<ShopifySettings>,
): Promise<Data> {
  const { shopUrl, accessToken, country = null, language = null } = shop.credentials;
  return askGraphql(
    {
      url: `${shopUrl}/api/${apiVersion}/graphql.json`,
      document,
      variables: { ...variables, country, language },
      data,
      secretHeaders: accessToken ? { [headerOf(accessToken)]: accessToken } : {},
      explain: (refusal) => explain(refusal, accessToken !== undefined),
      maxBytes,
    },
    shop,
  );
}

/** A product has at most 2,048 variants: nine pages. */
const mostPages = 40;

/** Adds the pages of `list` that did not come with their product, as far as it says where they are. */
export async function complete<Node>(
  list: List<Node>,
  { document, id, schema }: { document: string; id: string; schema: ZodMiniType<List<Node>> },
  shop: Shop<ShopifySettings>,
): Promise<void> {
  let { hasNextPage, endCursor: after } = list.pageInfo;
  for (let pages = 0; hasNextPage && after && pages < mostPages; pages++) {
    const { product } = await askShopify({ document, variables: { id, after }, data: moreOf(schema) }, shop);
    if (!product) return;
    list.nodes.push(...product.list.nodes);
    ({ hasNextPage, endCursor: after } = product.list.pageInfo);
  }
}

/** Where a list goes on; undefined at its end. */
export function cursorOf({ pageInfo: { hasNextPage, endCursor } }: List<unknown>): string | undefined {
  if (!hasNextPage) return undefined;
  if (!endCursor) throw failed('says that its list goes on, but not where');
  return endCursor;
}

/** Shopify answers for its own country or language where it does not have the one that was asked for. */
export function checkLocalization({ country, language }: Localization, settings: ShopifySettings): void {
  if (settings.country && country.isoCode !== settings.country) throw failureOf(causes.otherCountry);
  if (settings.language && language.isoCode !== settings.language) throw failureOf(causes.otherLanguage);
}

/** A private token in the public one's header is refused as an unknown one. */
function headerOf(token: string): string {
  return token.startsWith('shpat_') ? 'shopify-storefront-private-token' : 'x-shopify-storefront-access-token';
}
