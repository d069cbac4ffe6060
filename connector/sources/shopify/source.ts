import type { CatalogSource, Shop } from '../../catalog/catalog-source.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { pageOf } from '../../catalog/page-of.ts';
import { forExample, many } from '../../text/proof.ts';
import { collectionList, type List, type ProductNode, proofAnswer, variantList } from './answers.ts';
import { askShopify, checkLocalization, complete } from './ask-shopify.ts';
import { causes } from './causes.ts';
import { entryOf, hasPage } from './entry-of.ts';
import { listProducts } from './list-products.ts';
import { parameters, type ShopifySettings } from './parameters.ts';
import { collectionsQuery, proofQuery, variantsQuery } from './queries.ts';

/** A shop on Shopify, by the Storefront API. */
export const shopify: CatalogSource<ShopifySettings> = {
  parameters,

  async verify(shop) {
    const { productUrl } = shop.credentials;
    const { localization, products, collections } = await askShopify({ document: proofQuery, data: proofAnswer }, shop);
    checkLocalization(localization, shop.credentials);
    if (products.nodes.length === 0) throw failureOf(causes.empty);
    const shown = products.nodes.filter((product) => hasPage(product, productUrl));
    // Older products may have one: the reading, which sees them all, decides.
    if (shown.length === 0 && !products.pageInfo.hasNextPage) throw failureOf(causes.noPages);
    const { country, language } = localization;
    const hidden = products.nodes.length - shown.length;
    const leftOut = hidden > 0 ? `; ${many(hidden, 'product')} without a page in the Online Store left out` : '';
    return `${counted(products, shown.length, 'product')}${forExample(shown[0]?.title)}; prices of ${country.isoCode} in ${
      country.currency.isoCode
    }, texts in ${language.isoCode}, ${counted(collections, collections.nodes.length, 'collection').toLowerCase()}${leftOut}.`;
  },

  async *read(shop, { from }) {
    const { productUrl } = shop.credentials;
    const isWhole = from === undefined;
    let listed = 0;
    let shown = 0;
    for await (const { products, next } of listProducts(shop, from)) {
      const visible = products.filter((product) => !product || hasPage(product, productUrl));
      for (const product of visible) if (product) await completeProduct(product, shop);
      listed += products.length;
      shown += visible.length;
      const page = pageOf(visible, (product) => (product ? entryOf(product, productUrl) : 'unreadable'));
      yield { ...page, listed: products.length, next };
    }
    if (isWhole && listed === 0) throw failureOf(causes.empty);
    if (isWhole && shown === 0) throw failureOf(causes.noPages);
    return {};
  },

  sample: ({ shop }) => ({ shopUrl: shop, accessToken: '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e' }),
};

/** What its page did not bring of a product with many variants or collections. */
async function completeProduct({ id, variants, collections }: ProductNode, shop: Shop<ShopifySettings>) {
  await complete(variants, { document: variantsQuery, id, schema: variantList }, shop);
  await complete(collections, { document: collectionsQuery, id, schema: collectionList }, shop);
}

/** The API tells no totals. */
function counted({ pageInfo: { hasNextPage } }: List<unknown>, count: number, one: string): string {
  return hasNextPage ? `At least ${many(count, one)}` : many(count, one);
}
