import * as z from 'zod/mini';
import { type FailureCause, failureOf } from '../../catalog/failure-cause.ts';
import { ShopFailure } from '../../errors.ts';
import type { Refusal } from '../../guarded-http/shop-json.ts';

export const causes = {
  notWordPress: {
    reason: 'not_a_catalog',
    parameter: 'shopUrl',
    message:
      'No WordPress answers at this address: neither below /wp-json/ nor by ?rest_route=. Check the address, and that no plugin has switched the REST API off.',
  },
  noWooCommerce: {
    reason: 'not_a_catalog',
    parameter: 'shopUrl',
    message:
      'WordPress answers at this address, but without the API of WooCommerce: the plugin is not active or years old, or its Store API is switched off, which a consumer key and secret make up for.',
  },
  otherHost: {
    reason: 'wrong_credentials',
    parameter: 'shopUrl',
    message:
      'This address sends visitors on to another host, and a key is never sent there: type the address that the browser ends at, with or without www.',
  },
  storeClosed: {
    reason: 'wrong_credentials',
    parameter: 'consumerKey',
    message:
      'The shop does not let visitors read its Store API. Let /wp-json/wc/store/ through in the plugin that closes it, or type a consumer key and secret.',
  },
  keyMissing: {
    reason: 'wrong_credentials',
    parameter: 'consumerKey',
    message: 'A consumer secret was typed without its consumer key: type both, or none.',
  },
  secretMissing: {
    reason: 'wrong_credentials',
    parameter: 'consumerSecret',
    message: 'A consumer key was typed without its consumer secret: type both, or none.',
  },
  wrongSecret: {
    reason: 'wrong_credentials',
    parameter: 'consumerSecret',
    message:
      'WooCommerce refused the key: the consumer secret does not belong to this consumer key, or the key may not read.',
  },
  writeOnly: {
    reason: 'wrong_credentials',
    parameter: 'consumerKey',
    message: 'This key may only write. Give it the permission Read in WooCommerce > Settings > Advanced > REST API.',
  },
  keyUnknown: {
    reason: 'wrong_credentials',
    parameter: 'consumerKey',
    message:
      'WooCommerce does not know this consumer key: it was revoked, or belongs to another shop. If it is right, the web server keeps the key from WordPress.',
  },
  missingRight: {
    reason: 'wrong_credentials',
    parameter: 'consumerKey',
    message:
      'The user of this key may not read products and settings: make the key for a user who is Shop manager or Administrator.',
  },
  restClosed: {
    reason: 'wrong_credentials',
    message:
      'The shop keeps programs away from its API, by a security plugin or a password in front of the shop. Let /wp-json/wc/ through there; the key was not asked for.',
  },
  maintenance: {
    reason: 'throttled',
    message: 'The shop is in maintenance. Its catalog is read when it is back.',
  },
  noTotal: {
    reason: 'not_a_catalog',
    message:
      'The shop lists products without saying how many there are (the header X-WP-Total): something between it and the connector drops that header.',
  },
  empty: {
    reason: 'not_a_catalog',
    parameter: 'shopUrl',
    message: 'The shop has no published product that its catalog shows.',
  },
} as const satisfies Record<string, FailureCause>;

/** The messages of WordPress are in the shop's language, its codes are not. */
const codeSchema = z.object({ code: z.string(), message: z.catch(z.string(), '') });

/** How a call says who it is. */
export type Access = 'visitor' | 'header' | 'signature';

/** Why a shop refuses, by what it says; undefined for what means the same anywhere. */
export function explain({ status, body, isPage, usual }: Refusal, access: Access): ShopFailure | undefined {
  const parsed = codeSchema.safeParse(body);
  const { code, message } = parsed.success ? parsed.data : { code: '', message: '' };
  if (status === 503 && isPage) return maintenance(usual);
  if (code === 'rest_no_route') return failureOf(causes.noWooCommerce);
  if (status !== 401 && status !== 403) return undefined;
  // WordPress itself refuses in JSON: a page stands in front of it, and no key opens that.
  if (access === 'visitor' && !isPage) return failureOf(causes.storeClosed);
  if (code.startsWith('woocommerce_rest_authentication')) {
    if (/\bread permission/i.test(message)) return failureOf(causes.writeOnly);
    // Under one code: only by its header is a key that nobody knows told from a wrong secret.
    return failureOf(access === 'header' || /signature/i.test(message) ? causes.wrongSecret : causes.keyUnknown);
  }
  if (!code.startsWith('woocommerce_rest_')) return failureOf(causes.restClosed);
  return failureOf(status === 401 ? causes.keyUnknown : causes.missingRight);
}

export function isCause(error: unknown, ...names: (keyof typeof causes)[]): boolean {
  return error instanceof ShopFailure && names.some((name) => causes[name].message === error.message);
}

/** WordPress asks for ten minutes while it updates itself, other maintenance pages for nothing. */
function maintenance({ retryAfterSeconds = 600 }: ShopFailure): ShopFailure {
  const { reason, message } = causes.maintenance;
  return new ShopFailure(reason, message, { retryAfterSeconds });
}
