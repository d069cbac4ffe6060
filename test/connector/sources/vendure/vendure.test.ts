import type { RequestListener } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { causes } from '../../../../connector/sources/vendure/causes.ts';
import type { Settings } from '../../../../connector/sources/vendure/parameters.ts';
import { vendure } from '../../../../connector/sources/vendure/source.ts';
import { type VendureOptions, vendureApi } from '../../../../dev/sample-shop/apis/vendure.ts';
import { products } from '../../../../dev/sample-shop/products.ts';
import { serveCall } from '../../../../dev/sample-shop/serve-call.ts';
import { describeCatalogSource } from '../../../contracts/catalog-source.ts';
import { describeCauses } from '../../../contracts/shop-causes.ts';
import { shopWith } from '../../../contracts/shop-with.ts';
import { closeShops, startShop } from '../../../helpers/hostile-shop.ts';

const played = (options?: VendureOptions, sold = products): RequestListener => {
  const api = vendureApi(sold, options);
  return (request, response) => void serveCall(api, request, response);
};
const credentials = (origin: string): Settings => vendure.sample!({ shop: origin });
const says =
  (status: number, body: unknown, type = 'application/json'): RequestListener =>
  (_, response) =>
    void response
      .writeHead(status, { 'content-type': type })
      .end(typeof body === 'string' ? body : JSON.stringify(body));

describeCatalogSource('a Vendure server', {
  source: vendure,
  answer: played({ limit: 25 }),
  credentials,
  wrongCredentials: (origin) => ({ ...credentials(origin), channelToken: 'another-channel' }),
});

describeCauses('vendure', vendure, causes, {
  noShopApi: { answer: says(404, '<!doctype html><title>Not found</title>', 'text/html'), credentials },
  notVendure: {
    answer: says(200, { errors: [{ message: 'Cannot query field "activeChannel" on type "Query".' }] }),
    credentials,
  },
  adminApi: {
    answer: says(200, {
      errors: [
        { message: 'You are not currently authorized to perform this action', extensions: { code: 'FORBIDDEN' } },
      ],
      data: null,
    }),
    credentials,
  },
  guarded: { answer: says(403, 'Forbidden', 'text/plain'), credentials },
  unknownChannel: {
    answer: played({ channels: ['main', 'second'] }),
    credentials: (origin) => ({ ...credentials(origin), channelToken: 'third' }),
  },
  unknownLanguage: { answer: played(), credentials: (origin) => ({ ...credentials(origin), languageCode: 'de' }) },
  unknownCurrency: { answer: played(), credentials: (origin) => ({ ...credentials(origin), currencyCode: 'GBP' }) },
  closed: { answer: says(503, '<h1>Back soon</h1>', 'text/html'), credentials },
  pagesTooLarge: { answer: played({ largestPage: 4 }), credentials },
  noProducts: { answer: played({}, []), credentials },
});

describe('the listing of a Vendure server', () => {
  afterAll(closeShops);

  /** Reads it as it is served at each page. */
  async function read(answer: RequestListener, from?: string) {
    const { url } = await startShop(answer);
    const opened = shopWith(credentials(new URL(url).origin));
    const pages = [];
    for await (const page of vendure.read(opened, { from, scratch: '' })) pages.push(page);
    return pages;
  }
  const ids = (pages: Awaited<ReturnType<typeof read>>) =>
    pages.flatMap(({ entries }) => entries.map(({ product }) => product.reference));
  const references = products.map(
    ({ id, variants }) => variants.find(({ inStock }) => inStock)?.id ?? variants[0]?.id ?? id,
  );

  it('is read by as large pages as the server allows', async () => {
    expect((await read(played())).map(({ listed }) => listed)).toEqual([60]);
    expect((await read(played({ limit: 50 }))).map(({ listed }) => listed)).toEqual([25, 24, 11]);
    expect((await read(played({ largestPage: 7 }))).length).toBe(15);
  });

  it('loses nothing where products that were read are deleted meanwhile, nor counts any twice', async () => {
    let calls = 0;
    const gone = new Set([3, 4, 24]);
    const pages = await read((request, response) => {
      // The tree is asked for at 100 and at 25, then two pages of products, the first of them at 25 as well.
      const rest = ++calls > 4 ? products.filter((_, at) => !gone.has(at)) : products;
      played({ limit: 25 }, rest)(request, response);
    });
    expect(new Set(ids(pages))).toEqual(new Set(references));
    expect(pages.reduce((sum, { listed = 0 }) => sum + listed, 0)).toBeGreaterThanOrEqual(products.length - gone.size);
    expect(pages.reduce((sum, { listed = 0 }) => sum + listed, 0)).toBeLessThanOrEqual(products.length);
  });

  it('goes on where it was left although products are gone since', async () => {
    const [, { next } = {}] = await read(played({ limit: 25 }));
    const rest = products.slice(10);
    const pages = await read(played({ limit: 25 }, rest), next);
    expect(ids(pages)).toEqual(expect.arrayContaining(references.slice(49)));
  });

  it('fails where it never holds still', async () => {
    let calls = 0;
    const restless: RequestListener = (request, response) =>
      played({ limit: 25 }, [...products.slice(++calls % 60), ...products.slice(0, calls % 60)])(request, response);
    await expect(read(restless)).rejects.toMatchObject({ reason: 'failed' });
  });
});
