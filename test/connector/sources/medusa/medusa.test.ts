import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { causes } from '../../../../connector/sources/medusa/causes.ts';
import type { Settings } from '../../../../connector/sources/medusa/parameters.ts';
import { medusa } from '../../../../connector/sources/medusa/source.ts';
import { medusaApi } from '../../../../dev/sample-shop/apis/medusa.ts';
import { products } from '../../../../dev/sample-shop/products.ts';
import { serveCall } from '../../../../dev/sample-shop/serve-call.ts';
import { describeCatalogSource } from '../../../contracts/catalog-source.ts';
import { describeCauses } from '../../../contracts/shop-causes.ts';
import { shopWith } from '../../../contracts/shop-with.ts';
import { startShop } from '../../../helpers/hostile-shop.ts';

const played = (of = products) => {
  const api = medusaApi(of);
  return (request: IncomingMessage, response: ServerResponse) => void serveCall(api, request, response);
};
const answer = played();
const credentials = (shop: string): Settings => medusa.sample!({ shop });

describeCatalogSource('Medusa', {
  source: medusa,
  answer,
  credentials,
  wrongCredentials: (shop) => ({ ...credentials(shop), publishableKey: 'pk_revoked' }),
});

const says =
  (status: number, body: unknown, type = 'application/json'): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': type }).end(type.includes('json') ? JSON.stringify(body) : body);
const typed = (more: Partial<Settings>) => (shop: string) => ({ ...credentials(shop), ...more });

describeCauses('medusa', medusa, causes, {
  notMedusa: { answer: says(404, '<!DOCTYPE html><pre>Cannot GET /store/regions</pre>', 'text/html'), credentials },
  medusa1: { answer: says(200, { regions: [{ id: 'reg_1', name: 'EU', tax_rate: 20 }], count: 1 }), credentials },
  guarded: { answer: says(401, 'Unauthorized', 'text/plain'), credentials },
  wrongKey: { answer, credentials: typed({ publishableKey: 'pk_of_another_server' }) },
  keyLost: {
    answer(request, response) {
      delete request.headers['x-publishable-api-key'];
      answer(request, response);
    },
    credentials,
  },
  noChannel: { answer, credentials: typed({ publishableKey: 'pk_no_channel' }) },
  severalChannels: { answer, credentials: typed({ publishableKey: 'pk_several_channels' }) },
  noRegion: { answer: says(200, { regions: [], count: 0, offset: 0, limit: 100 }), credentials },
  unknownRegion: { answer, credentials: typed({ region: 'Atlantis' }) },
  foreignCountry: { answer, credentials: typed({ region: 'Europe', taxCountry: 'us' }) },
  noProducts: { answer: played([]), credentials },
  down: { answer: says(503, '<html>Starting', 'text/html'), credentials },
});

describe('a Medusa server', () => {
  const failureAt = async (listener: RequestListener) => {
    const { url } = await startShop(listener);
    return medusa.verify(shopWith(credentials(new URL(url).origin))).then(String, (error: Error) => error);
  };

  it.each<[string, RequestListener]>([
    ['the storefront’s page', says(200, '<!doctype html><title>Shop</title>', 'text/html')],
    ['another API’s JSON', says(200, { data: [] })],
    ['another API’s error', says(404, { error: 'not found' })],
    ['a list', says(200, [])],
  ])('is told from %s', async (_, listener) => {
    expect(await failureAt(listener)).toMatchObject({ message: causes.notMedusa.message, parameter: 'apiUrl' });
  });

  it('of version 1 is told by what it does not understand, too', async () => {
    const listener = says(400, { type: 'invalid_data', message: 'property order should not exist' });
    expect(await failureAt(listener)).toMatchObject({ message: causes.medusa1.message });
  });

  it('is waited for as long as it asks', async () => {
    const failure = await failureAt((_, response) => void response.writeHead(503, { 'retry-after': '7' }).end());
    expect(failure).toMatchObject({ reason: 'throttled', retryAfterSeconds: 7 });
  });
});

describe('the settings of Medusa', () => {
  const schemaOf = (key: string) => medusa.parameters.find((parameter) => parameter.key === key)!.schema;

  it.each([
    ['publishableKey', 'sk_0123456789abcdef', /secret API key.*Expected a publishable one/],
    ['publishableKey', ' SK_0123456789abcdef', /secret/],
    ['publishableKey', 'apk_01', /pk_/],
    ['publishableKey', 'pk_a\r\nx-admin: 1', /pk_/],
    ['taxCountry', 'France', /two letters/],
    ['region', ' ', /name/],
    ['productPage', 'https://shop.example/products', /\{handle\}/],
    ['apiUrl', 'http://169.254.169.254/', /address/],
  ])('refuse as %s: %s', (key, value, message) => {
    const { error } = z.safeParse(schemaOf(key), value);
    expect(error?.issues[0]?.message).toMatch(message);
    expect(error?.issues[0]?.message).not.toContain('0123456789');
  });

  it.each([
    ['publishableKey', ` pk_${'0af'.repeat(21)}\n`, `pk_${'0af'.repeat(21)}`],
    ['publishableKey', 'pk_01HQ21G38KPZHZAHNMJ679NZE4', 'pk_01HQ21G38KPZHZAHNMJ679NZE4'],
    ['taxCountry', ' FR ', 'fr'],
    ['apiUrl', 'api.shop.example/app/settings', 'https://api.shop.example'],
  ])('take as %s: %s', (key, value, expected) => {
    expect(z.parse(schemaOf(key), value)).toBe(expected);
  });
});

describe('the proof of Medusa', () => {
  it('takes three requests, however many categories there are', async () => {
    const many = Array.from({ length: 1_200 }, (_, at) => ({
      ...products[at % 60]!,
      id: `p${at}`,
      categories: [`${at}`],
    }));
    const asked: string[] = [];
    const shop = played(many);
    const { url } = await startShop((request, response) => {
      asked.push(request.url!.replace(/\?.*/, ''));
      shop(request, response);
    });
    expect(await medusa.verify(shopWith(credentials(new URL(url).origin)))).toMatch(
      /^1,200 products in 1,200 categories/,
    );
    expect(asked).toHaveLength(3);
  });

  it.each([
    [
      {},
      '60 products in 31 categories, for example “Sac à dos Vallon 22 litres”; prices in EUR of the region “Europe”, one of 2.',
    ],
    [{ region: ' united STATES' }, 'prices in USD of the region “United States”, one of 2.'],
    [{ taxCountry: 'us' }, 'prices in USD of the region “United States”, one of 2.'],
  ])('for %j says whose prices agents see', async (more, expected) => {
    const { url } = await startShop(answer);
    expect(await medusa.verify(shopWith({ ...credentials(new URL(url).origin), ...more }))).toContain(expected);
  });
});
