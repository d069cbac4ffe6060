import { createHash } from 'node:crypto';
import type { ApiCall, ShopApi } from './apis/shop-api.ts';
import { writeFeed } from './feed.ts';
import { writeJsonCatalog } from './json-catalog.ts';
import { homePage, productPage } from './pages.ts';
import { drawPicture } from './picture.ts';
import { products } from './products.ts';

export interface ShopAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Contains the word that makes a shop's feed recognizable in a list of its URLs. */
export const sampleFeedPath = '/feed.xml';

/** By the beginning of their paths; loaded at the first call, for the schema of one takes longer than the shop itself. */
const apis: Record<string, () => Promise<ShopApi>> = {
  '/api/20': async () => (await import('./apis/shopify.ts')).shopifyApi(products),
  '/orders-api/': async () => (await import('./apis/orders.ts')).ordersApi(products),
  '/paged-api/': async () => (await import('./apis/paged.ts')).pagedApi(products),
  '/shop-api': async () => (await import('./apis/vendure.ts')).vendureApi(products),
  '/store/': async () => (await import('./apis/medusa.ts')).medusaApi(products),
  '/wp-json/': async () => (await import('./apis/woocommerce.ts')).woocommerceApi(products),
};
const loaded = new Map<string, Promise<ShopApi>>();

/** What the sample shop answers, its pages, its feed and its APIs; undefined when there is no such page. */
export async function answerShopCall(call: ApiCall): Promise<ShopAnswer | undefined> {
  const { method, url, headers } = call;
  // As WordPress with plain permalinks is asked.
  const asked = url.searchParams.has('rest_route') ? '/wp-json/' : url.pathname;
  const api = Object.keys(apis).find((path) => asked.startsWith(path));
  if (api) {
    if (!loaded.has(api)) loaded.set(api, apis[api]!());
    return (await loaded.get(api)!)(call);
  }
  const content = method === 'GET' ? contentOf(url, url.origin) : undefined;
  if (!content) return undefined;
  const etag = `"${createHash('sha256').update(content.body).digest('base64url').slice(0, 22)}"`;
  const answer = { etag, 'cache-control': 'no-cache', 'content-type': content.type };
  if (headers['if-none-match'] === etag) return { status: 304, headers: answer, body: '' };
  return { status: 200, headers: answer, body: content.body };
}

function contentOf({ pathname, searchParams }: URL, origin: string): { type: string; body: string } | undefined {
  if (pathname === sampleFeedPath) return { type: 'application/xml; charset=utf-8', body: writeFeed(products, origin) };
  if (pathname === '/catalog.json') return { type: 'application/json', body: writeJsonCatalog(origin) };
  if (pathname === '/') return { type: html, body: homePage(products) };
  const [, folder, file = ''] = pathname.match(/^\/(products|pictures)\/([\w-]+)(?:\.svg)?$/) ?? [];
  const product = products.find(({ id }) => file === id || file.startsWith(`${id}-`));
  if (!product) return undefined;
  const variant = (id: string | null) => product.variants.find((each) => each.id === id) ?? null;
  if (folder === 'products') return { type: html, body: productPage(product, variant(searchParams.get('variant'))) };
  const picture = drawPicture(product.motif, variant(file)?.color ?? null, product.id, product.title);
  return { type: 'image/svg+xml', body: picture };
}

const html = 'text/html; charset=utf-8';
