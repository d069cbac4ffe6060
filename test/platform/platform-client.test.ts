import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { sign } from '../../connector/endpoint/signature.ts';
import { exchange } from '../../platform/exchange.ts';
import {
  checkAvailability,
  checkHealth,
  listCategories,
  listProducts,
  rawQuery,
  signedGet,
  verifyParameters,
} from '../../platform/platform-client.ts';

const secret = 'shared secret';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Answers 200 with what it received. */
async function startMirror(): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { method, url, headers } = request;
    response.setHeader('x-two', ['a', 'b']).end(JSON.stringify({ method, url, headers, body }));
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const received = (answer: { body: Buffer } | null) => JSON.parse(String(answer?.body));

it('signs a GET over the raw query string and sends exactly that string', async () => {
  const url = await startMirror();
  const awkward = fc.stringMatching(/^[!#-~]{0,40}$/).filter((query) => !query.includes('#'));
  await fc.assert(
    fc.asyncProperty(awkward, async (query) => {
      const { answer } = await signedGet({ url, secret }, '/products', query);
      const { url: target, headers } = received(answer);
      expect(target).toBe(query ? `/products?${query}` : '/products');
      expect(headers['x-iadvize-signature']).toBe(sign(query, secret));
    }),
    { numRuns: 60 },
  );
});

it('asks for categories and products with the parameters of the contract, and omits what is undefined', async () => {
  const url = await startMirror();
  const categories = await listCategories({ url, secret }, { idWebsite: 'ha-1', idParent: '', limit: undefined });
  expect(received(categories.answer).url).toBe('/categories?idWebsite=ha-1&idParent=');
  const products = await listProducts({ url, secret }, { idWebsite: 'ha-1', searchQuery: 'thé & café', offset: 20 });
  expect(received(products.answer).url).toBe(
    '/products?idWebsite=ha-1&searchQuery=th%C3%A9%20%26%20caf%C3%A9&offset=20',
  );
});

it('sends a verification in both dialects, signed over the body', async () => {
  const url = await startMirror();
  const typed = { websiteId: 'ha-1', optIn: true };
  const newer = received((await verifyParameters({ url, secret }, typed)).answer);
  expect(JSON.parse(newer.body)).toEqual([
    { key: 'websiteId', value: 'ha-1' },
    { key: 'optIn', value: true },
  ]);
  expect(newer).toMatchObject({ method: 'POST', url: '/verification' });
  expect(newer.headers).toMatchObject({
    'content-type': 'application/json',
    'x-iadvize-signature': sign(newer.body, secret),
  });
  const older = received((await verifyParameters({ url, secret }, typed, '2017')).answer);
  expect(JSON.parse(older.body)).toEqual([
    { id: 'websiteId', value: 'ha-1', fieldType: 'TEXT' },
    { id: 'optIn', value: true, fieldType: 'TOGGLE' },
  ]);
});

it('checks health and availability without a signature', async () => {
  const url = await startMirror();
  for (const [check, path] of [
    [checkHealth, '/health'],
    [checkAvailability, '/webhooks'],
  ] as const) {
    const seen = received((await check({ url, secret })).answer);
    expect(seen).toMatchObject({ method: 'GET', url: path });
    expect(seen.headers).not.toHaveProperty('x-iadvize-signature');
  }
});

it('answers the whole exchange: request, status, joined headers, bytes and time', async () => {
  const url = await startMirror();
  const whole = await signedGet({ url, secret }, '/products', 'a=1');
  expect(whole.request).toMatchObject({ method: 'GET', url: `${url}/products?a=1` });
  expect(whole.answer).toMatchObject({ status: 200, headers: { 'x-two': 'a, b' } });
  expect(whole.failure).toBeNull();
  expect(whole.milliseconds).toBeGreaterThan(0);
});

it('reports a refused connection, a late answer and an endless one instead of throwing', async () => {
  const get = (url: string) => ({ method: 'GET', url, headers: {} });
  const refused = await exchange(get('http://127.0.0.1:1/'));
  expect(refused).toMatchObject({ answer: null, failure: expect.stringContaining('ECONNREFUSED') });

  const silent = createServer(() => {});
  servers.push(silent);
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const late = await exchange(get(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`), {
    timeoutMilliseconds: 50,
  });
  expect(late).toMatchObject({ answer: null, failure: 'No answer in time.' });

  const large = await exchange(get(await startMirror()), { maximumBytes: 5 });
  expect(large).toMatchObject({ answer: null, failure: expect.stringContaining('larger than 5 bytes') });
});

it('writes a query that decodes to the same parameters', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
      (given) => {
        expect(Object.fromEntries(new URLSearchParams(rawQuery(given)))).toEqual({ ...given });
      },
    ),
  );
});
