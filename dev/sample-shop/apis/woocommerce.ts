import { createHmac } from 'node:crypto';
import type { SampleProduct } from '../sample-product.ts';
import type { ShopAnswer } from '../sample-shop.ts';
import { type ApiCall, jsonAnswer, type ShopApi } from './shop-api.ts';
import { type Post, postsOf, restRecord, storeRecord, termsOf } from './woocommerce-records.ts';

/** Opens the REST API; the Store API is open to all. */
export const sampleKey = { consumerKey: `ck_${'5a'.repeat(20)}`, consumerSecret: `cs_${'c3'.repeat(20)}` };

/** WooCommerce's Store API and its REST API v3, below `/wp-json/` and by `?rest_route=`. */
export function woocommerceApi(products: readonly SampleProduct[]): ShopApi {
  const posts = postsOf(products);
  const byId = new Map(posts.flatMap((post) => [post, ...post.variations]).map((post) => [post.id, post]));
  const terms = termsOf(products);
  const categories = [...terms.values()];
  const variationsOf = (ids: readonly number[]) => ids.flatMap((id) => byId.get(id)?.variations ?? []);

  return (call) => {
    const { pathname, searchParams: query, origin } = call.url;
    const route = query.get('rest_route') ?? /^\/wp-json(\/.*)$/.exec(pathname)?.[1];
    if (route === undefined || (query.has('rest_route') && pathname !== '/')) return undefined;
    const asStore = (post: Post) => storeRecord(post, terms, origin);
    const asRest = (post: Post) => restRecord(post, terms, origin);

    if (route === '/wc/store/v1/products/categories') return jsonAnswer(200, withFields(categories, query));
    if (route === '/wc/store/v1/products') {
      const isVariation = query.get('type') === 'variation';
      return list(isVariation ? variationsOf(idsOf(query.get('parent'))) : posts, query, asStore);
    }
    if (!route.startsWith('/wc/v3/')) return noRoute();
    const refused = refusal(call);
    if (refused) return refused;
    const parent = /^\/wc\/v3\/products\/(\d+)\/variations$/.exec(route)?.[1];
    if (parent) return list(variationsOf([Number(parent)]), query, asRest);
    switch (route) {
      case '/wc/v3/products':
        return list(posts, query, asRest);
      case '/wc/v3/products/categories':
        return list(categories, query, (term) => ({ ...term }));
      case '/wc/v3/settings/general':
        return jsonAnswer(200, [
          { id: 'woocommerce_calc_taxes', type: 'checkbox', value: 'no' },
          { id: 'woocommerce_specific_allowed_countries', type: 'multiselect', value: [] },
          { id: 'woocommerce_currency', type: 'select', value: 'EUR' },
        ]);
      default:
        return noRoute();
    }
  };
}

export function wordpressError(status: number, code: string, message: string, data = {}): ShopAnswer {
  return jsonAnswer(status, { code, message, data: { status, ...data } });
}

const noRoute = () => wordpressError(404, 'rest_no_route', 'No route was found matching the URL and request method.');

function list<T>(all: readonly T[], query: URLSearchParams, toRecord: (item: T) => Record<string, unknown>) {
  const size = Number(query.get('per_page') ?? 10);
  if (!(size >= 1 && size <= 100)) {
    const params = { per_page: 'per_page must be between 1 (inclusive) and 100 (inclusive)' };
    return wordpressError(400, 'rest_invalid_param', 'Invalid parameter(s): per_page', { params });
  }
  // By date, the newest first, unless asked for otherwise.
  const ordered = query.get('orderby') === 'id' && query.get('order') === 'asc' ? all : all.toReversed();
  const offset = Number(query.get('offset') ?? (Number(query.get('page') ?? 1) - 1) * size);
  const records = ordered.slice(offset, offset + size).map(toRecord);
  const totals = { 'x-wp-total': String(all.length), 'x-wp-totalpages': String(Math.ceil(all.length / size)) };
  return jsonAnswer(200, withFields(records, query), totals);
}

function withFields(records: readonly object[], query: URLSearchParams): unknown[] {
  const fields = query.get('_fields')?.split(',');
  if (!fields) return [...records];
  return records.map((record) => Object.fromEntries(Object.entries(record).filter(([name]) => fields.includes(name))));
}

function idsOf(text: string | null): number[] {
  return (text ?? '').split(',').map(Number);
}

/** Unlike WooCommerce, which takes the header by https only, the sample shop takes it by http. */
function refusal({ url, headers }: ApiCall): ShopAnswer | undefined {
  const { consumerKey, consumerSecret } = sampleKey;
  const invalid = (message: string) => wordpressError(401, 'woocommerce_rest_authentication_error', message);
  const signed = url.searchParams.get('oauth_consumer_key');
  if (signed !== null) {
    if (signed !== consumerKey) return invalid('Consumer key is invalid.');
    const isRight = url.searchParams.get('oauth_signature') === signatureOf(url, consumerSecret);
    return isRight ? undefined : invalid('Invalid signature - provided signature does not match.');
  }
  const [, basic = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
  const [key, secret] = Buffer.from(basic, 'base64').toString().split(':');
  if (key !== consumerKey) {
    return wordpressError(401, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.');
  }
  return secret === consumerSecret ? undefined : invalid('Consumer secret is invalid.');
}

/** RFC 5849 §3.4, as `WC_REST_Authentication::check_oauth_signature` has it: each pair is encoded once more as a whole. */
function signatureOf({ origin, pathname, searchParams }: URL, secret: string): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`.toUpperCase());
  const names = [...searchParams.keys()].filter((name) => name !== 'oauth_signature').sort();
  const pairs = names.map((name) => encode(`${encode(name)}=${encode(searchParams.get(name)!)}`));
  const base = `GET&${encode(origin + pathname)}&${pairs.join('%26')}`;
  return createHmac('sha256', `${secret}&`).update(base).digest('base64');
}
