import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { writeFeed } from './feed.ts';
import { writeJsonCatalog } from './json-catalog.ts';
import { answerPagedApi } from './paged-api.ts';
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

/**
 * What the sample shop answers to `GET path`, its pages, its feed and its APIs; undefined when there is no such page. `origin` is
 * where the shop is reached, for the links in what it answers.
 */
export function answerShopCall(
  path: string,
  origin: string,
  { 'if-none-match': ifNoneMatch, authorization }: IncomingHttpHeaders = {},
): ShopAnswer | undefined {
  const url = new URL(path, origin);
  const ofApi = answerPagedApi(url, origin, authorization);
  if (ofApi) return { ...ofApi, headers: { 'content-type': 'application/json' } };
  const content = contentOf(url, origin);
  if (!content) return undefined;
  const etag = `"${createHash('sha256').update(content.body).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'no-cache', 'content-type': content.type };
  return ifNoneMatch === etag ? { status: 304, headers, body: '' } : { status: 200, headers, body: content.body };
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
