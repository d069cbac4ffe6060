import type { RequestListener } from 'node:http';
import { expect, it } from 'vitest';
import { causes } from '../../../../connector/sources/shopify/causes.ts';
import { shopify } from '../../../../connector/sources/shopify/source.ts';
import { shopifyApi } from '../../../../dev/sample-shop/apis/shopify.ts';
import { products } from '../../../../dev/sample-shop/products.ts';
import { serveCall } from '../../../../dev/sample-shop/serve-call.ts';
import { describeCatalogSource } from '../../../contracts/catalog-source.ts';
import { describeCauses } from '../../../contracts/shop-causes.ts';
import { shopWith } from '../../../contracts/shop-with.ts';
import { closeShops, startShop } from '../../../helpers/hostile-shop.ts';
import { withinCost } from './played-shops.ts';

const playing = (api: ReturnType<typeof shopifyApi>): RequestListener => {
  return (request, response) => void serveCall(api, request, response);
};
const shop = playing(shopifyApi(products));
const opening = (origin: string) => shopify.sample!({ shop: origin });
const withoutToken = (shopUrl: string) => ({ shopUrl });

// Of three pages, and of a size that the reader has to find out.
describeCatalogSource('a Shopify shop', {
  source: shopify,
  answer: playing(withinCost(25, shopifyApi(products))),
  credentials: opening,
  wrongCredentials: (origin) => ({ ...opening(origin), accessToken: `shpat_${'0'.repeat(32)}` }),
});

it('proves a shop without a token by what its Online Store shows', async () => {
  const { url } = await startShop(shop);
  expect(await shopify.verify(shopWith({ shopUrl: new URL(url).origin }))).toBe(
    '60 products, for example “Livre « Le café en plein air »”; prices of FR in EUR, texts in FR, 32 collections.',
  );
  const withToken = await shopify.verify(shopWith(opening(new URL(url).origin)));
  expect(withToken).toMatch(/^60 products.*; 1 product without a page in the Online Store left out\.$/);
  closeShops();
});

it.each([
  ['country', 'QQ', causes.otherCountry],
  ['language', 'QQ', causes.otherLanguage],
])('tells a %s that Shopify does not know', async (name, value, { parameter, message }) => {
  const { url } = await startShop(shop);
  const settings = { ...opening(new URL(url).origin), [name]: value };
  await expect(shopify.verify(shopWith(settings))).rejects.toMatchObject({ parameter, message });
});

const says = (status: number, body: unknown, type = 'application/json'): RequestListener => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (_, response) => void response.writeHead(status, { 'content-type': type }).end(text);
};
const error = (code: string, message = '') => ({ errors: [{ message, extensions: { code } }] });
const refusing = (answer: RequestListener) => ({ answer, credentials: opening });

it('waits as long as an answer asks, or as long as Shopify mostly needs', async () => {
  for (const [headers, retryAfterSeconds] of [
    [{ 'retry-after': '90' }, 90],
    [{}, 30],
  ] as const) {
    const { url } = await startShop((_, response) => {
      response.writeHead(429, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(error('THROTTLED', 'Throttled')));
    });
    const expected = { message: causes.throttled.message, retryAfterSeconds };
    await expect(shopify.verify(shopWith(opening(new URL(url).origin)))).rejects.toMatchObject(expected);
  }
});

it('proves a shop in one line of text, whatever its titles hold', async () => {
  const title = '<b>Thé</b>\nvert &amp; noir';
  const { url } = await startShop(playing(shopifyApi([{ ...products[0]!, title }])));
  expect(await shopify.verify(shopWith({ shopUrl: new URL(url).origin }))).toContain('“Thé vert & noir”');
});

it('does not refuse a large shop for its newest products, whose pages may come yet', async () => {
  const api = onlyWholesale();
  const more: typeof api = (call) => {
    const answer = api(call);
    return answer && { ...answer, body: answer.body.replace('"hasNextPage":false', '"hasNextPage":true') };
  };
  const { url } = await startShop(playing(more));
  const proof = await shopify.verify(shopWith(opening(new URL(url).origin)));
  expect(proof).toMatch(/^At least 0 products; .*; 61 products without a page in the Online Store left out\.$/);
});

describeCauses('shopify', shopify, causes, {
  noShop: refusing(says(404, error('NOT_FOUND', 'Not Found'))),
  wrongToken: { answer: shop, credentials: (shopUrl) => ({ shopUrl, accessToken: '0'.repeat(32) }) },
  closed: {
    answer: says(400, error('BAD_REQUEST', 'Online Store channel is locked.')),
    credentials: withoutToken,
  },
  missingRight: refusing(says(200, { ...error('ACCESS_DENIED', 'Access denied for products field.'), data: null })),
  frozen: refusing(says(402, error('PAYMENT_REQUIRED', 'Unavailable Shop'))),
  locked: refusing(says(423, error('LOCKED'))),
  rejected: refusing(says(430, 'Shopify Security Rejection', 'text/plain')),
  throttled: refusing(says(200, error('THROTTLED', 'Throttled'))),
  tooCostly: refusing(says(200, error('MAX_COMPLEXITY_EXCEEDED', 'Complexity exceeded'))),
  otherCountry: { answer: shop, credentials: (origin) => ({ ...opening(origin), country: 'JP' }) },
  otherLanguage: { answer: shop, credentials: (origin) => ({ ...opening(origin), language: 'DE' }) },
  empty: refusing(playing(shopifyApi([]))),
  noPages: refusing(playing(onlyWholesale())),
});

/** A shop whose products are in the token's channel alone. */
function onlyWholesale(): ReturnType<typeof shopifyApi> {
  const api = shopifyApi(products);
  return (call) => {
    const answer = api(call);
    return answer && { ...answer, body: answer.body.replace(/"onlineStoreUrl":"[^"]+"/g, '"onlineStoreUrl":null') };
  };
}
