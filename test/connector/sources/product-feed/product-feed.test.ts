import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shop } from '../../../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../../../connector/deadline.ts';
import type { FeedCredentials } from '../../../../connector/sources/product-feed/parameters.ts';
import { productFeed } from '../../../../connector/sources/product-feed/source.ts';
import { parseWebsite } from '../../../../connector/website.ts';
import { describeCatalogSource } from '../../../contracts/catalog-source.ts';
import { buildFromSource } from '../../../helpers/build-from-source.ts';
import { closeShops, startShop } from '../../../helpers/hostile-shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'product-feed-'));
const file = join(folder, 'built');
afterAll(() => rmSync(folder, { recursive: true }));

const item = (
  id: string,
  title: string,
  category: string,
  more = '',
) => `<item><g:id>${id}</g:id><title>${title}</title>
  <description>&lt;p&gt;Made for ${title} &amp;amp; friends&lt;/p&gt;</description><link>https://shop.example/${id}</link>
  <g:image_link>https://shop.example/${id}.jpg</g:image_link><g:price>20.00 EUR</g:price><g:product_type>${category}</g:product_type>${more}</item>`;
const rows = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `${i}\tMug ${i}\thttps://s.example/${i}\thttps://s.example/i.jpg\t1 EUR\n`,
  ).join('');
const rss = (...items: string[]) =>
  `<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>${items.join('')}</channel></rss>`;

const feed = rss(
  item(
    '1',
    'Chaz Hoodie',
    'Men &gt; Tops',
    '<g:product_type>Sale</g:product_type><g:sale_price>15.00 EUR</g:sale_price>',
  ),
  item('2', 'Nora Tank', 'Women &gt; Tops', '<g:availability>out_of_stock</g:availability>'),
  item('3', 'Été Shorts', 'Men &gt; Bottoms'),
  item('4', 'Loose socks', 'Men', '<g:item_group_id>G4</g:item_group_id>'),
  item('5', '', 'Men'),
);

const scheduled = item(
  '9',
  'Lamp',
  'Home',
  '<g:sale_price>9 EUR</g:sale_price><g:sale_price_effective_date>2999-01-01T00:00Z/2999-02-01T00:00Z</g:sale_price_effective_date>',
);

let url: string;
const requests: { path: string; authorization: string | undefined; etag: string | undefined }[] = [];
const answer: RequestListener = (request, response) => {
  const { authorization, 'if-none-match': etag } = request.headers;
  requests.push({ path: request.url!, authorization, etag });
  if (request.url === '/feed/private' && authorization !== `Basic ${btoa('me:pass:word')}`)
    return void response.writeHead(401).end();
  if (request.url === '/feed/empty') return void response.end(rss(item('1', '', 'Men')));
  if (request.url === '/feed/page') return void response.end('<!doctype html><html><body>Hello</body></html>');
  if (request.url === '/feed/wall') return void response.end('<!doctype html><title>Just a moment...</title>');
  if (request.url === '/feed/large')
    return void response.writeHead(200, { 'content-length': 5 * 2 ** 30 }).flushHeaders();
  if (request.url === '/feed/many') return void response.end(`id\ttitle\tlink\timage_link\tprice\n${rows(20_001)}`);
  if (!request.url!.startsWith('/feed')) return void response.writeHead(404).end();
  if (request.url!.startsWith('/feed/echo')) {
    response.writeHead(200, { etag: `"${authorization ?? request.url}"`, 'last-modified': 'x'.repeat(300) });
    return void response.end(feed);
  }
  if (request.url === '/feed/sale') return void response.end(rss(scheduled));
  if (etag === '"1"') return void response.writeHead(304).end();
  response.writeHead(200, { etag: '"1"' }).end(feed);
};
beforeAll(async () => {
  url = (await startShop(answer)).url;
});
afterAll(closeShops);

describeCatalogSource('the product feed', {
  source: productFeed,
  answer,
  credentials: (origin): FeedCredentials => ({ feedUrl: `${origin}/feed`, feedUser: 'me', feedPassword: 'pass:word' }),
  wrongCredentials: (origin): FeedCredentials => ({ feedUrl: `${origin}/gone` }),
});

describe('the product feed', () => {
  const counts: Record<string, number> = {};
  const count: Shop['count'] = (metric, amount = 1) => {
    counts[metric] = (counts[metric] ?? 0) + amount;
  };
  const verify = (path: string, more: Partial<FeedCredentials> = {}) =>
    productFeed.verify({
      website: parseWebsite('ha-1')!,
      credentials: { feedUrl: `${url}${path}`, ...more },
      cacheKey: 'verification',
      deadline: deadlineIn(10_000),
      count,
    });

  it('tells the merchant what it found', async () => {
    expect(await verify('')).toBe('4 products in 5 categories, for example “Chaz Hoodie”; 1 item of 5 items left out');
  });

  it('tells a protection against bots from a feed and from a wrong password', async () => {
    await expect(verify('/wall')).rejects.toMatchObject({ reason: 'blocked', parameter: 'feedUrl' });
  });

  it('looks at the beginning of a large feed only', async () => {
    expect(await verify('/many')).toBe(
      'At least 20,000 products in 0 categories (the first 20,000 items were read), for example “Mug 0”',
    );
  });

  it('builds the whole of it, and nothing when the shop says it is unchanged', async () => {
    const shop = { website: parseWebsite('ha-1')!, cacheKey: 'x', deadline: deadlineIn(10_000), count };
    const build = (path: string, known?: { etag: string }) =>
      buildFromSource(productFeed, { ...shop, credentials: { feedUrl: `${url}${path}` } }, file, known);
    expect(await build('')).toMatchObject({ products: 4, categories: 6, etag: '"1"' });
    expect(counts).toEqual({ FeedItemSkipped: 1 });
    expect(await build('', { etag: '"1"' })).toBe('unchanged');
    expect(await build('', { etag: '"0"' })).toMatchObject({ products: 4 });
    expect(await build('/sale')).toMatchObject({ products: 1, changesAt: Date.UTC(2999, 0, 1) });
  });

  it('keeps no version in which the shop echoes what it was sent, or that is long', async () => {
    const shop = { website: parseWebsite('ha-1')!, cacheKey: 'x', deadline: deadlineIn(10_000), count };
    for (const credentials of [
      { feedUrl: `${url}/echo`, feedUser: 'me', feedPassword: 'pass:word' },
      { feedUrl: `${url}/echo?token=5e54m3` },
    ]) {
      const built = await buildFromSource(productFeed, { ...shop, credentials }, file);
      expect(built).toMatchObject({ products: 4, etag: undefined, lastModified: undefined });
    }
  });

  it('asks afresh at every verification', async () => {
    const before = requests.length;
    await verify('');
    expect(requests.slice(before)).toEqual([{ path: '/feed', authorization: undefined, etag: undefined }]);
  });

  it('sends user and password, and says which of them to mend', async () => {
    expect(await verify('/private', { feedUser: 'me', feedPassword: 'pass:word' })).toMatch(/^4 products/);
    await expect(verify('/private')).rejects.toMatchObject({ reason: 'wrong_credentials', parameter: 'feedUser' });
    await expect(verify('/private', { feedUser: 'me', feedPassword: 'no' })).rejects.toMatchObject({
      reason: 'wrong_credentials',
      parameter: 'feedPassword',
    });
  });

  it.each([
    ['/empty', 'not_a_catalog', /no title/],
    ['/page', 'not_a_catalog', /web page/],
    ['/large', 'too_large', /4096 MB/],
  ])('refuses what is no usable feed: %s', async (path, reason, message) =>
    expect(verify(path)).rejects.toMatchObject({
      reason,
      parameter: 'feedUrl',
      message: expect.stringMatching(message),
    }),
  );
});
