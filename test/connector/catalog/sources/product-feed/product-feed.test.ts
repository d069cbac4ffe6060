import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedCredentials } from '../../../../../connector/catalog/sources/product-feed/parameters.ts';
import { productFeedCatalog } from '../../../../../connector/catalog/sources/product-feed/product-feed-catalog.ts';
import { productFeedIntake } from '../../../../../connector/catalog/sources/product-feed/product-feed-intake.ts';

const productFeed = { ...productFeedIntake, ...productFeedCatalog };

import { deadlineIn } from '../../../../../connector/deadline.ts';
import { parseWebsite } from '../../../../../connector/website.ts';
import { describeCatalogSource } from '../../../../contracts/catalog-source.ts';
import { closeShops, startShop } from '../../../../helpers/hostile-shop.ts';

const item = (
  id: string,
  title: string,
  category: string,
  more = '',
) => `<item><g:id>${id}</g:id><title>${title}</title>
  <description>&lt;p&gt;Made for ${title} &amp;amp; friends&lt;/p&gt;</description><link>https://shop.example/${id}</link>
  <g:image_link>https://shop.example/${id}.jpg</g:image_link><g:price>20.00 EUR</g:price><g:product_type>${category}</g:product_type>${more}</item>`;
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

let url: string;
const requests: { path: string; authorization: string | undefined; etag: string | undefined }[] = [];
beforeAll(async () => {
  const shop = await startShop((request, response) => {
    const { authorization, 'if-none-match': etag } = request.headers;
    requests.push({ path: request.url!, authorization, etag });
    if (request.url === '/feed/private' && authorization !== `Basic ${btoa('me:pass:word')}`)
      return void response.writeHead(401).end();
    if (request.url === '/feed/empty') return void response.end(rss(item('1', '', 'Men')));
    if (request.url === '/feed/page') return void response.end('<!doctype html><html><body>Hello</body></html>');
    if (request.url === '/feed/large')
      return void response.writeHead(200, { 'content-length': 30 * 2 ** 20 }).flushHeaders();
    if (request.url === '/feed/many')
      return void response.end(`id\ttitle\tlink\timage_link\tprice\n${'1\tA\tb\tc\td\n'.repeat(20_001)}`);
    if (!request.url!.startsWith('/feed')) return void response.writeHead(404).end();
    response.writeHead(200, { etag: '"1"' }).end(feed);
  });
  url = shop.url;
});
afterAll(closeShops);

describeCatalogSource('the product feed', {
  source: productFeed,
  credentials: (): FeedCredentials => ({ feedUrl: url }),
  wrongCredentials: (): FeedCredentials => ({ feedUrl: url.replace('/feed', '/gone') }),
});

describe('the product feed', () => {
  const counts: Record<string, number> = {};
  const verify = (path: string, more: Partial<FeedCredentials> = {}) =>
    productFeed.verify({
      website: parseWebsite('ha-1')!,
      credentials: { feedUrl: `${url}${path}`, ...more },
      cacheKey: 'verification',
      deadline: deadlineIn(10_000),
      count: (metric, amount = 1) => {
        counts[metric] = (counts[metric] ?? 0) + amount;
      },
    });

  it('tells the merchant what it found', async () => {
    expect(await verify('')).toBe('4 products in 5 categories, for example “Chaz Hoodie”; 1 item of 5 items left out');
    expect(counts).toEqual({ FeedItemSkipped: 1 });
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
    ['/large', 'too_large', /25 MB/],
    ['/many', 'too_large', /20,000 items/],
  ])('refuses what is no usable feed: %s', async (path, reason, message) =>
    expect(verify(path)).rejects.toMatchObject({
      reason,
      parameter: 'feedUrl',
      message: expect.stringMatching(message),
    }),
  );
});
