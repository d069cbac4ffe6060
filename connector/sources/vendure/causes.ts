import { type FailureCause, failureOf } from '../../catalog/failure-cause.ts';
import type { ShopFailure } from '../../errors.ts';
import type { GraphqlRefusal } from '../../guarded-http/shop-graphql.ts';

/** Why a Vendure server gives no catalog. */
export const causes = {
  noShopApi: {
    reason: 'not_found',
    parameter: 'apiUrl',
    message:
      'There is no Shop API at this address. Type the address of the Vendure server: it is often another one than that of the shop.',
  },
  notVendure: {
    reason: 'not_a_catalog',
    parameter: 'apiUrl',
    message: 'A GraphQL API answers at this address, but it is not the Shop API of Vendure 2 or later.',
  },
  adminApi: {
    reason: 'wrong_credentials',
    parameter: 'apiUrl',
    message:
      "The Vendure server wants a login. Type the address of its Shop API, which needs none, not the Admin API's.",
  },
  guarded: {
    reason: 'wrong_credentials',
    parameter: 'apiUrl',
    message:
      'Something in front of the Vendure server refuses calls: a password, a firewall or a list of allowed addresses. The Shop API must be open to the connector as it is to visitors.',
  },
  unknownChannel: {
    reason: 'wrong_credentials',
    parameter: 'channelToken',
    message: 'The Vendure server has no channel with this token. Settings, Channels shows the tokens.',
  },
  unknownLanguage: {
    reason: 'not_found',
    parameter: 'languageCode',
    message: 'The channel does not have this language. Settings, Channels shows which ones it has.',
  },
  unknownCurrency: {
    reason: 'not_found',
    parameter: 'currencyCode',
    message: 'The channel does not sell in this currency. Settings, Channels shows which ones it has.',
  },
  closed: {
    reason: 'failed',
    message: 'The Vendure server is in maintenance or down: what stands in front of it answers in its place.',
  },
  pagesTooLarge: {
    reason: 'failed',
    message:
      'The Vendure server refuses even a page of 5 products. Its shopListQueryLimit must be 5 or more, and the maxQueryComplexity of its HardenPlugin 400 or more.',
  },
  noProducts: {
    reason: 'not_a_catalog',
    parameter: 'channelToken',
    message: 'The channel has no product that visitors see. Only enabled products that are assigned to it count.',
  },
} as const satisfies Record<string, FailureCause>;

/** Vendure translates its errors to the language that is asked for; its source has this one in English and in French. */
const currency = /currency|devise/i;

/** By the code that Vendure gives. Nothing that is typed goes into a query but a currency, and of numbers only a page can be too large. */
export function explain({ status, errors, usual }: GraphqlRefusal): ShopFailure | undefined {
  const options = { cause: usual };
  const says = (code: string, text = /./) => errors.some((error) => error.code === code && text.test(error.message));
  if (says('CHANNEL_NOT_FOUND')) return failureOf(causes.unknownChannel, options);
  if (says('USER_INPUT_ERROR', currency)) return failureOf(causes.unknownCurrency, options);
  if (says('USER_INPUT_ERROR')) return failureOf(causes.pagesTooLarge, options);
  if (says('INTERNAL_SERVER_ERROR', /too complex/i)) return failureOf(causes.pagesTooLarge, options);
  if (says('FORBIDDEN')) return failureOf(causes.adminApi, options);
  if (errors.some(({ message }) => /cannot query field|unknown argument|unknown type/i.test(message)))
    return failureOf(causes.notVendure, options);
  if (says('GRAPHQL_VALIDATION_FAILED')) return failureOf(causes.notVendure, options);
  if (usual.reason === 'throttled') return undefined;
  if (status === 401 || status === 403) return failureOf(causes.guarded, options);
  if ([404, 405, 410].includes(status) || (status === 400 && errors.length === 0))
    return failureOf(causes.noShopApi, options);
  if ([502, 503, 504].includes(status)) return failureOf(causes.closed, options);
  return undefined;
}
