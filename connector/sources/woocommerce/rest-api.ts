import type * as z from 'zod/mini';
import type { Shop } from '../../catalog/catalog-source.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { ShopFailure } from '../../errors.ts';
import { fetchFromShop } from '../../guarded-http/shop-http.ts';
import { callShop } from '../../guarded-http/shop-json.ts';
import { parseShopUrl } from '../../guarded-http/shop-url.ts';
import { type Access, causes, explain, isCause } from './causes.ts';
import type { Settings } from './parameters.ts';
import { signQuery } from './sign-query.ts';

export type Query = Readonly<Record<string, string>>;

/** Asks a route such as `/wc/store/v1/products`. */
export type Ask = <Value>(route: string, query: Query, schema: z.ZodMiniType<Value>) => Promise<Answer<Value>>;

interface Answer<Value> {
  value: Value;
  /** `X-WP-Total`, which lists of products have. */
  total: number | undefined;
}

/** A hundred products with long descriptions are some megabytes. */
const maxBytes = 30_000_000;

/** Finds where WordPress serves its API by asking a first question; its answer comes with it. */
export async function openRestApi<Value>(
  shop: Shop<Settings>,
  route: string,
  query: Query,
  schema: z.ZodMiniType<Value>,
): Promise<{ ask: Ask; first: Answer<Value> }> {
  const { shopUrl, consumerKey } = shop.credentials;
  const tryAt = async (root: string, access: Access) => {
    const ask = askAt(root, shop, access);
    return { ask, first: await ask(route, query, schema) };
  };
  const tryRoot = (root: string) => {
    if (!consumerKey) return tryAt(root, 'visitor');
    // Many web servers keep the header `Authorization` from PHP; a secret in an address would stand in their logs.
    return tryAt(root, 'header').catch((error: unknown) => {
      if (isCause(error, 'keyUnknown')) return tryAt(root, 'signature');
      throw error;
    });
  };
  try {
    return await tryRoot(`${shopUrl}/wp-json/`);
  } catch (error) {
    const isRefused = isCause(error, 'keyUnknown', 'wrongSecret');
    if (!isElsewhere(error) && !isRefused) throw error;
    const { root, isOtherHost } = await announcedRoot(shop);
    if (isOtherHost && consumerKey) throw failureOf(causes.otherHost, { cause: error });
    if (isRefused) throw error;
    return await tryRoot(root).catch((second: unknown) => {
      throw isElsewhere(second) ? failureOf(causes.notWordPress, { cause: second }) : second;
    });
  }
}

function askAt(root: string, shop: Shop<Settings>, access: Access): Ask {
  const { consumerKey = '', consumerSecret = '' } = shop.credentials;
  const authorization = `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`;
  return async (route, query, schema) => {
    const address = addressOf(root, route, query);
    const { value, headers } = await callShop(
      {
        url: access === 'signature' ? signQuery(address, consumerKey, consumerSecret) : address,
        ...(access === 'header' && { secretHeaders: { authorization } }),
        // A nonce counts once: WooCommerce refuses the key of who sends one again.
        isRead: access !== 'signature',
        maxBytes,
        schema,
        explain: (refusal) => explain(refusal, access),
      },
      shop,
    );
    const total = headers['x-wp-total'] ?? '';
    return { value, total: /^\d{1,9}$/.test(total) ? Number(total) : undefined };
  };
}

/** `root` ends with `/`, be it of a path or of `?rest_route=/`, as WordPress with plain permalinks has it. */
function addressOf(root: string, route: string, query: Query): string {
  const separator = root.includes('?') ? '&' : '?';
  return `${root}${route.slice(1)}${separator}${new URLSearchParams(query)}`;
}

/** Nothing of an API is there, so it may be elsewhere. */
function isElsewhere(error: unknown): boolean {
  if (!(error instanceof ShopFailure) || isCause(error, 'noWooCommerce')) return false;
  return error.reason === 'not_found' || error.reason === 'not_a_catalog';
}

/** WordPress says on each of its pages where its API is; `?rest_route=` answers where nothing says it. */
async function announcedRoot(shop: Shop<Settings>): Promise<{ root: string; isOtherHost: boolean }> {
  const { shopUrl } = shop.credentials;
  const page = await fetchFromShop({ url: `${shopUrl}/`, maxBytes, anyStatus: true }, shop);
  for await (const _ of page.body) break;
  const { origin } = new URL(page.url);
  const link = /<([^<>]+)>;\s*rel="?https:\/\/api\.w\.org\/"?/.exec(page.headers.link ?? '')?.[1] ?? '';
  const announced = parseShopUrl(link);
  const isUsable = announced?.origin === origin && link.endsWith('/');
  return { root: isUsable ? link : `${shopUrl}/?rest_route=/`, isOtherHost: origin !== new URL(shopUrl).origin };
}
