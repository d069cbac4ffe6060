import type { RequestListener } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { causes } from '../../../../connector/sources/vendure/causes.ts';
import type { Settings } from '../../../../connector/sources/vendure/parameters.ts';
import { vendure } from '../../../../connector/sources/vendure/source.ts';
import type { ShopApi } from '../../../../dev/sample-shop/apis/shop-api.ts';
import { type VendureOptions, vendureApi } from '../../../../dev/sample-shop/apis/vendure.ts';
import { products } from '../../../../dev/sample-shop/products.ts';
import { serveCall } from '../../../../dev/sample-shop/serve-call.ts';
import { describeCatalogSource } from '../../../contracts/catalog-source.ts';
import { describeCauses } from '../../../contracts/shop-causes.ts';
import { shopWith } from '../../../contracts/shop-with.ts';
import { buildFromSource } from '../../../helpers/build-from-source.ts';
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

describe('a Vendure server', () => {
  afterAll(closeShops);
  const failureAt = async (answer: RequestListener, more: Partial<Settings> = {}) => {
    const { url } = await startShop(answer);
    const shop = shopWith({ ...credentials(new URL(url).origin), ...more });
    return vendure.verify(shop).then(String, (error: Error) => error);
  };

  it.each<[string, RequestListener]>([
    ['the storefront’s page', says(200, '<!doctype html><title>Shop</title>', 'text/html')],
    ['another API’s JSON', says(200, { items: [] })],
    ['another API’s error', says(404, { errors: [{ title: 'Not found' }] })],
  ])('is told from %s', async (_, answer) => {
    expect(await failureAt(answer)).toMatchObject({ message: causes.noShopApi.message, parameter: 'apiUrl' });
  });

  it('is understood where it refuses in French', async () => {
    const french = { languageCode: 'fr' };
    expect(await failureAt(played(), { ...french, currencyCode: 'GBP' })).toMatchObject({
      message: causes.unknownCurrency.message,
    });
    expect(await failureAt(played({ limit: 25 }), french)).toMatch(/^60 products/);
  });

  it('is proven by two requests, however many collections it has', async () => {
    const paths = Array.from({ length: 450 }, (_, at) => ({
      ...products[at % 60]!,
      id: `p${at}`,
      categories: [`${at}`],
    }));
    let requests = 0;
    const answer = played({}, paths);
    const proof = await failureAt((request, response) => {
      requests++;
      answer(request, response);
    });
    expect([proof, requests]).toEqual([expect.stringContaining(', in 450 collections.'), 2]);
  });
});

describe('the settings of Vendure', () => {
  const schemaOf = (key: string) => vendure.parameters.find((parameter) => parameter.key === key)!.schema;

  it.each([
    ['apiUrl', 'api.shop.example', 'https://api.shop.example/shop-api'],
    ['apiUrl', ' https://api.shop.example/graphql/shop/?x=1 ', 'https://api.shop.example/graphql/shop'],
    ['apiUrl', 'https://api.shop.example/admin/catalog/products', 'https://api.shop.example/shop-api'],
    ['apiUrl', 'https://api.shop.example/dashboard', 'https://api.shop.example/shop-api'],
    ['apiUrl', 'https://shop.example/backend/admin-api', 'https://shop.example/backend/shop-api'],
    ['languageCode', ' FR ', 'fr'],
    ['languageCode', 'pt-br', 'pt_BR'],
    ['languageCode', 'zh-hans', 'zh_Hans'],
    ['currencyCode', ' eur', 'EUR'],
    ['channelToken', ' my channel ', 'my channel'],
  ])('take as %s: %s', (key, value, expected) => {
    expect(z.parse(schemaOf(key), value)).toBe(expected);
  });

  it.each([
    ['apiUrl', 'https://user:pass@api.shop.example'],
    ['apiUrl', 'https://api.shop.example:8443'],
    ['apiUrl', 'http://169.254.169.254/shop-api'],
    ['apiUrl', 'https://[::1]/shop-api'],
    ['productUrl', 'https://{slug}.example/'],
    ['productUrl', 'https://shop.example/products'],
    ['channelToken', 'a\r\nb: c'],
    ['languageCode', 'French'],
    ['currencyCode', '€'],
    ['moneyPrecision', '12'],
  ])('refuse as %s: %s', (key, value) => {
    expect(z.safeParse(schemaOf(key), value).error?.issues[0]?.message).toMatch(/^Expected /);
  });
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

  it.each([3, 25])('loses nothing where %d products that were read are deleted meanwhile', async (gone) => {
    let calls = 0;
    const pages = await read((request, response) => {
      // The tree is asked for at 100, then in two parts, then the first page of products.
      const rest = ++calls > 4 ? products.slice(gone) : products;
      played({ limit: 25 }, rest)(request, response);
    });
    expect(new Set(ids(pages))).toEqual(new Set(references));
    expect(pages.reduce((sum, { listed = 0 }) => sum + listed, 0)).toBe(products.length);
  });

  it('goes on where it was left although more than a page of products are gone since', async () => {
    const sold = Array.from({ length: 600 }, (_, at) => ({ ...products[at % 60]!, id: `p${at}`, variants: [] }));
    const next = (await read(played({}, sold)))[3]!.next!;
    const rest = ids(await read(played({}, sold.slice(250)), next));
    expect(rest).toEqual(expect.arrayContaining(sold.slice(397).map(({ id }) => id)));
  });

  it('fails where its tree of collections is cut short', async () => {
    const api = vendureApi(products);
    const cut: ShopApi = (call) => {
      const answer = api(call);
      return answer && { ...answer, body: answer.body.replace('"totalItems":31', '"totalItems":99') };
    };
    await expect(read((request, response) => void serveCall(cut, request, response))).rejects.toThrow(
      'The shop says that it has 99 collections, but listed 31.',
    );
  });

  it('fails where it never holds still', async () => {
    let calls = 0;
    const restless: RequestListener = (request, response) =>
      played({ limit: 25 }, [...products.slice(++calls % 60), ...products.slice(0, calls % 60)])(request, response);
    const { url } = await startShop(restless);
    const shop = shopWith(credentials(new URL(url).origin));
    await expect(buildFromSource(vendure, shop, ':memory:')).rejects.toMatchObject({ reason: 'failed' });
  });
});
