import { type FailureCause, failureOf } from '../../catalog/failure-cause.ts';
import type { ShopFailure } from '../../errors.ts';
import type { Refusal } from '../../guarded-http/shop-json.ts';

/** Why a Medusa server gives no catalog. */
export const causes = {
  notMedusa: {
    reason: 'not_found',
    parameter: 'apiUrl',
    message:
      'There is no Store API of Medusa at this address. Type the address of the Medusa server: it is often another one than that of the storefront.',
  },
  medusa1: {
    reason: 'not_a_catalog',
    parameter: 'apiUrl',
    message: 'This server runs Medusa 1, whose API is another one. The connector reads Medusa 2.',
  },
  guarded: {
    reason: 'wrong_credentials',
    parameter: 'apiUrl',
    message:
      'Something in front of the Medusa server refuses calls: a password, a firewall or a list of allowed addresses. The Store API must be open to the connector as it is to the storefront.',
  },
  wrongKey: {
    reason: 'wrong_credentials',
    parameter: 'publishableKey',
    message:
      'The Medusa server does not know this publishable API key, or it was revoked. Settings, Publishable API Keys shows the keys.',
  },
  keyLost: {
    reason: 'wrong_credentials',
    parameter: 'apiUrl',
    message:
      'The publishable API key does not reach the Medusa server: something in front of it removes the header x-publishable-api-key.',
  },
  noChannel: {
    reason: 'wrong_credentials',
    parameter: 'publishableKey',
    message: 'This publishable API key has no sales channel. Add one to it in Settings, Publishable API Keys.',
  },
  severalChannels: {
    reason: 'wrong_credentials',
    parameter: 'publishableKey',
    message:
      'This publishable API key has several sales channels, for which Medusa tells no stock. Make a key that has only the sales channel of the storefront.',
  },
  noRegion: {
    reason: 'not_a_catalog',
    parameter: 'region',
    message: 'The Medusa server has no region, without which nothing has a price. Make one in Settings, Regions.',
  },
  unknownRegion: {
    reason: 'not_found',
    parameter: 'region',
    message: 'The Medusa server has no region of this name. Settings, Regions shows the names.',
  },
  foreignCountry: {
    reason: 'not_found',
    parameter: 'taxCountry',
    message: 'The region does not have this country. Settings, Regions shows the countries of each.',
  },
  noProducts: {
    reason: 'not_a_catalog',
    parameter: 'publishableKey',
    message:
      'The Medusa server lists no product for this publishable API key. Only published products count that are in its sales channel.',
  },
  down: {
    reason: 'failed',
    message: 'The Medusa server is starting, in maintenance or down: what stands in front of it answers in its place.',
  },
} as const satisfies Record<string, FailureCause>;

/** Medusa has one code for several things and tells them apart by its text, which is always English. */
const texts: [RegExp, FailureCause][] = [
  [/publishable api key required/i, causes.keyLost],
  [/valid publishable key/i, causes.wrongKey],
  [/needs to have a sales channel/i, causes.noChannel],
  [/single sales channel/i, causes.severalChannels],
  [/property \w+ should not exist/i, causes.medusa1],
];

export function explain({ status, body, isPage, usual }: Refusal): ShopFailure | undefined {
  const options = { cause: usual };
  const { message } = (body ?? {}) as { message?: unknown };
  const told = typeof message === 'string' ? texts.find(([text]) => text.test(message)) : undefined;
  if (told) return failureOf(told[1], options);
  if (usual.reason === 'throttled') return undefined;
  if (status === 401 || status === 403) return failureOf(causes.guarded, options);
  if ([502, 503, 504].includes(status)) return failureOf(causes.down, options);
  if ([404, 405, 410].includes(status) || (isPage && status < 500)) return failureOf(causes.notMedusa, options);
  return undefined;
}
