import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WeatherKind } from '../../../dev/sample-shop/weather-kinds.ts';
import { localApiKey, startShopServer } from '../../../dev/shop-server.ts';
import { exchange } from '../../../platform/exchange.ts';

let shop: Awaited<ReturnType<typeof startShopServer>>;
beforeEach(async () => {
  shop = await startShopServer(0);
});
afterEach(() => shop.close());

const get = (url: string) => exchange({ method: 'GET', url, headers: {} });

it.for<[WeatherKind, number | null, RegExp]>([
  ['clear', 200, /<rss/],
  ['throttling', 429, /Too many/],
  ['failing', 500, /Internal/],
  ['dead', null, /^$/],
  ['malformed', 200, /Maintenance/],
])('%s weather changes what the feed answers', async ([kind, status, text]) => {
  shop.weather.kind = kind;
  const { answer } = await get(shop.sampleFeedUrl);
  expect(answer?.status ?? null).toBe(status);
  expect(String(answer?.body ?? '')).toMatch(text);
  if (kind === 'throttling') expect(answer?.headers['retry-after']).toBe('30');
});

it('slow weather answers all the same', async () => {
  Object.assign(shop.weather, { kind: 'slow', slowMilliseconds: 30 });
  expect((await get(shop.sampleFeedUrl)).answer?.status).toBe(200);
});

it('a feed that is down for maintenance leaves the shop’s pages standing', async () => {
  shop.weather.kind = 'malformed';
  expect((await get(`${shop.url}/`)).answer?.status).toBe(200);
});

it('no weather touches the platform’s REST API', async () => {
  shop.weather.kind = 'dead';
  expect((await get(`${shop.restApiUrl}/website/1?key=${localApiKey}`)).answer?.status).toBe(200);
});
