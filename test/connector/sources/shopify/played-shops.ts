import { jsonAnswer } from '../../../../dev/sample-shop/apis/shop-api.ts';
import type { shopifyApi } from '../../../../dev/sample-shop/apis/shopify.ts';

type Api = ReturnType<typeof shopifyApi>;

/** A shop that finds pages of more products too costly, as Shopify's documentation shows it. */
export function withinCost(largest: number, api: Api): Api {
  return (call) => {
    const { first = 0 } = JSON.parse(call.body || '{}').variables ?? {};
    if (first <= largest) return api(call);
    const extensions = { code: 'MAX_COMPLEXITY_EXCEEDED', cost: 1250, maxCost: 1000 };
    return jsonAnswer(200, { errors: [{ message: 'Complexity exceeded', extensions }] });
  };
}

/** A node of a page of products that makes sense, but for what is given. */
export function nodeWith(given: Record<string, unknown> = {}): Record<string, unknown> {
  const list = (...nodes: unknown[]) => ({ pageInfo: { hasNextPage: false, endCursor: null }, nodes });
  const price = { amount: '14.25', currencyCode: 'EUR' };
  return {
    ...{ id: 'gid://shopify/Product/8100000000001', createdAt: '2026-01-02T03:04:05Z', handle: 'moka-pot' },
    ...{ title: 'Moka pot', vendor: 'Refuge', productType: 'Kitchen', descriptionHtml: '<p>For three cups</p>' },
    onlineStoreUrl: 'https://shop.example/products/moka-pot',
    featuredImage: { url: 'https://cdn.example/moka.jpg' },
    selectedOrFirstAvailableVariant: variantWith({ price }),
    variants: list({
      id: 'gid://shopify/ProductVariant/41',
      title: 'Default Title',
      sku: 'MOKA-3',
      barcode: '3700000000011',
    }),
    collections: list({ handle: 'coffee', title: 'Coffee' }),
    ...given,
  };
}

export function variantWith(given: Record<string, unknown> = {}): Record<string, unknown> {
  const price = { amount: '14.25', currencyCode: 'EUR' };
  const more = { availableForSale: true, compareAtPrice: null, image: null };
  return { id: 'gid://shopify/ProductVariant/41', sku: 'MOKA-3', price, ...more, ...given };
}
