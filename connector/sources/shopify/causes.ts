import { type FailureCause, failureOf } from '../../catalog/failure-cause.ts';
import { ShopFailure } from '../../errors.ts';
import type { GraphqlRefusal } from '../../guarded-http/shop-graphql.ts';

export const causes = {
  noShop: {
    reason: 'not_found',
    parameter: 'shopUrl',
    message:
      'There is no Shopify shop at this address. Type the one that ends in .myshopify.com; Settings, Domains shows it.',
  },
  wrongToken: {
    reason: 'wrong_credentials',
    parameter: 'accessToken',
    message:
      "Shopify does not know this access token as one of this shop's Storefront API. Copy it from Sales channels, Headless, your storefront; a token of the Admin API, which begins with shpat_ too, does not open it.",
  },
  closed: {
    reason: 'wrong_credentials',
    parameter: 'accessToken',
    message:
      "The shop's Online Store is closed or has a password. Remove it in Online Store, Preferences, or type the access token of a Headless storefront.",
  },
  missingRight: {
    reason: 'wrong_credentials',
    parameter: 'accessToken',
    message:
      'This access token lacks the right unauthenticated_read_product_listings. Give it in Sales channels, Headless, your storefront, Storefront API permissions.',
  },
  // Not `failed`, which is tried again in a minute and then wakes an operator: only the shop's owner can mend these two.
  frozen: {
    reason: 'not_found',
    message: 'Shopify has frozen this shop, mostly because of an unpaid bill. Settings, Billing shows it.',
  },
  locked: { reason: 'not_found', message: "Shopify has locked this shop. Its support tells the shop's owner why." },
  rejected: {
    reason: 'throttled',
    message: "Shopify's protection against attacks rejected the connector's calls. They are tried again later.",
  },
  throttled: { reason: 'throttled', message: 'Shopify asks to be called less often. The reading goes on later.' },
  tooCostly: {
    reason: 'failed',
    message: 'Shopify refused or failed to answer even a small page of products. Try again later.',
  },
  otherCountry: {
    reason: 'not_found',
    parameter: 'country',
    message: 'The shop does not sell to this country. Settings, Markets shows where it does.',
  },
  otherLanguage: {
    reason: 'not_found',
    parameter: 'language',
    message: 'The shop does not speak this language in this country. Settings, Languages shows what it speaks.',
  },
  empty: {
    reason: 'not_a_catalog',
    message:
      'The shop shows no product. Publish products to the Online Store or, with an access token, to its Headless storefront.',
  },
  noPages: {
    reason: 'not_a_catalog',
    parameter: 'productUrl',
    message:
      "No product has a page in the Online Store. Publish products there, remove the Online Store's password, or type the address of a product's page in a storefront of your own.",
  },
} as const satisfies Record<string, FailureCause>;

/** An answer that a smaller page may not get: Shopify counts what a query may touch. */
export class TooCostly extends ShopFailure {
  constructor() {
    super(causes.tooCostly.reason, causes.tooCostly.message);
  }
}

/** Storefront answers mostly say no time to wait. */
const waitSeconds = { throttled: 30, rejected: 600 };

export function explain({ status, errors, isPage, usual }: GraphqlRefusal, hasToken: boolean): ShopFailure | undefined {
  const codes = new Set(errors.map(({ code }) => code));
  const says = (words: RegExp) => errors.some(({ message }) => words.test(message));
  const because = (name: keyof typeof causes) => failureOf(causes[name], { cause: usual.cause });
  const later = (name: keyof typeof waitSeconds) =>
    new ShopFailure(causes[name].reason, causes[name].message, {
      retryAfterSeconds: usual.retryAfterSeconds ?? waitSeconds[name],
    });

  if (says(/channel is locked/i)) return because('closed');
  if (codes.has('THROTTLED') || says(/^throttled/i)) return later('throttled');
  if (codes.has('ACCESS_DENIED')) return because('missingRight');
  if (codes.has('MAX_COMPLEXITY_EXCEEDED') || codes.has('INTERNAL_SERVER_ERROR')) return new TooCostly();
  if (codes.has('INVALID_VARIABLE') && says(/\$country\b/)) return because('otherCountry');
  if (codes.has('INVALID_VARIABLE') && says(/\$language\b/)) return because('otherLanguage');
  if (status === 402) return because('frozen');
  if (status === 423) return because('locked');
  if (status === 430) return later('rejected');
  if (status === 404 || status === 405 || status === 410) return because('noShop');
  if (status === 401 || status === 403) return because(isPage ? 'noShop' : hasToken ? 'wrongToken' : 'closed');
  return undefined;
}
