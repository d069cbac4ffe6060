import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { products } from '../../dev/sample-shop/products.ts';
import { localApiKey, startShopServer } from '../../dev/shop-server.ts';
import { type Exchange, exchange } from '../../platform/exchange.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function start(feedFile?: string) {
  const shop = await startShopServer(0, feedFile);
  cleanUps.push(() => shop.close());
  return shop;
}

async function get(url: string, headers: Record<string, string> = {}) {
  const { answer } = await exchange({ method: 'GET', url, headers });
  return { ...answer!, text: String(answer?.body) };
}

const valuesOf = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)<`, 'g'))].map(([, value]) => value!);

describe('the sample catalog', () => {
  it('has about 60 products in three levels of categories, with unique ids', () => {
    expect(products.length).toBeGreaterThanOrEqual(55);
    const ids = products.flatMap(({ id, variants }) => [id, ...variants.map((variant) => variant.id)]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(products.every(({ categories }) => categories.length === 3)).toBe(true);
  });

  it('has what makes a catalog interesting: variants, sold out products, sales on, past and to come', () => {
    const sales = products.map(({ sale }) => sale).filter((sale) => sale !== null);
    expect(sales.some(({ from }) => from === null)).toBe(true);
    expect(sales.some(({ to }) => to !== null && Date.parse(to) < Date.now())).toBe(true);
    expect(sales.some(({ from }) => from !== null && Date.parse(from) > Date.now())).toBe(true);
    expect(products.every(({ sale, price }) => sale === null || sale.price < price)).toBe(true);
    expect(products.some(({ inStock }) => !inStock)).toBe(true);
    expect(products.some(({ variants }) => new Set(variants.map(({ inStock }) => inStock)).size === 2)).toBe(true);
  });
});

describe('the sample shop', () => {
  it('serves a feed whose links all lead to a page and a picture of its own', async () => {
    const { sampleFeedUrl } = await start();
    const feed = await get(sampleFeedUrl);
    expect(new URL(sampleFeedUrl).pathname).toContain('feed');
    expect(feed.headers['content-type']).toContain('xml');
    const [pages, pictures] = [valuesOf(feed.text, 'g:link'), valuesOf(feed.text, 'g:image_link')];
    expect(pages.length).toBe(products.reduce((sum, { variants }) => sum + Math.max(1, variants.length), 0));
    for (const url of new Set(pages)) expect((await get(url)).status, url).toBe(200);
    const drawn = new Set<string>();
    for (const url of new Set(pictures)) {
      const { status, headers, text } = await get(url);
      expect([status, headers['content-type']], url).toEqual([200, 'image/svg+xml']);
      drawn.add(text);
    }
    expect(drawn.size).toBeGreaterThan(products.length);
  });

  it('answers 304 to a caller that holds the current version, 404 to an unknown path', async () => {
    const { sampleFeedUrl, url } = await start();
    const { etag } = (await get(sampleFeedUrl)).headers;
    expect((await get(sampleFeedUrl, { 'if-none-match': etag! })).status).toBe(304);
    expect((await get(`${url}/products/NONE-01`)).status).toBe(404);
  });

  it('answers the REST API beside the shop', async () => {
    const { restApiUrl } = await start();
    expect(JSON.parse((await get(`${restApiUrl}/website/1?key=${localApiKey}`)).text).data.id).toBe(1);
    expect(JSON.parse((await get(`${restApiUrl}/website/1?key=other`)).text).meta.message).toBe('Forbidden');
  });
});

describe('a feed file', () => {
  it('is served as it is, at a path that contains feed, with a tag that changes with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shop-'));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'my products.tsv');
    writeFileSync(file, 'id\ttitle\n1\tOne\n');
    const { feedFileUrl } = await start(file);
    expect(new URL(feedFileUrl!).pathname).toMatch(/^\/feed\//);
    const first = await get(feedFileUrl!);
    expect([first.text, first.headers['content-type']]).toEqual(['id\ttitle\n1\tOne\n', 'text/tab-separated-values']);
    expect((await get(feedFileUrl!, { 'if-none-match': first.headers.etag! })).status).toBe(304);
    writeFileSync(file, 'id\ttitle\n1\tChanged\n');
    expect((await get(feedFileUrl!, { 'if-none-match': first.headers.etag! })).text).toContain('Changed');
  });

  it('must exist', async () => {
    await expect(startShopServer(0, '/no/such/feed.xml')).rejects.toThrow('There is no file /no/such/feed.xml.');
  });
});

it('tells what is asked of the REST API, and in no word the key', async () => {
  const shop = await start();
  const told: Exchange[] = [];
  shop.onRestCall((call) => told.push(call));
  const basic = `Basic ${Buffer.from(`${localApiKey}:x`).toString('base64')}`;
  await get(`${shop.restApiUrl}/operator?key=${localApiKey}&limit=1`);
  await get(`${shop.restApiUrl}/conversation/500`, { 'x-api-key': localApiKey });
  await get(`${shop.restApiUrl}/client`, { authorization: basic });
  expect(told.map(({ request }) => new URL(request.url).pathname)).toEqual([
    ...['/api/2/operator', '/api/2/conversation/500', '/api/2/client'],
  ]);
  expect(told.every(({ answer }) => String(answer?.body).includes('success'))).toBe(true);
  const everything = JSON.stringify(told);
  for (const spelling of [localApiKey, basic.slice(6)]) expect(everything).not.toContain(spelling);
});
