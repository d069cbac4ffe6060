import { isIP } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAllowListed, parseShopUrl } from '../../../connector/catalog/shop-url.ts';
import { irregularUrls, nonPublicUrls, spellingsOfIPv4 } from '../../helpers/non-public-urls.ts';

const honest = [
  'https://shop.example.com/feed.xml',
  'https://shop.example.com',
  'https://shop.example.com/?feed=google&lang=fr',
  'https://shop.example.com/feed.xml?token=a%2Fb+c&x=y#fragment',
  'https://shop.example.com:443/feed.xml',
  'HTTPS://Shop.Example.COM/Feed.XML',
  '  https://shop.example.com/feed.xml\n',
  'https://shop.example.com./feed.xml',
  'https://www.shop.example.co.uk/feeds/google-shopping.xml.gz',
  'https://my-store.myshopify.com/collections/all.atom',
  'https://cdn.shop.example.com/feeds/1234/5678.tsv',
  'https://feeds.s3.eu-west-3.amazonaws.com/shop/feed.csv?X-Amz-Signature=0123456789abcdef',
  'https://storage.googleapis.com/bucket/feed.xml',
  'https://été.example.com/flux.xml',
  'https://xn--t-9faa.example.com/flux.xml',
  'https://boutique-été.example.com/flux produits.xml',
  'https://магазин.example.com/feed',
  'https://商店.example.com/feed',
  'https://straße.example.com/feed',
  'https://shop_1.example.com/feed',
  'https://127.0.0.1.example.com/feed',
  'https://10.example.com/feed',
  'https://0x7f.example.com/feed',
  'https://localhost.example.com/feed',
  'https://internal.example.com/feed',
  'https://a.b.c.d.e.f.example.com/feed',
  'https://8.8.8.8/feed',
  'https://134744072/feed',
  'https://[2606:4700::6810:84e5]/feed',
  'https://[2a00:1450:4007:80e::200e]:443/feed',
  'https://@shop.example.com/feed',
  'https://shop.example.com/@user:password/feed',
  'https://shop.example.com\\@127.0.0.1:80/',
  'https://shop.example.com/feed?next=http://127.0.0.1/',
  'https://shop.example.com/../../feed.xml',
  `https://shop.example.com/feed?signature=${'a'.repeat(2000)}`,
];

afterEach(() => vi.unstubAllEnvs());

describe('parseShopUrl', () => {
  it('accepts the addresses that honest merchants type', () => {
    expect(honest.length).toBeGreaterThanOrEqual(30);
    expect(honest.filter((text) => parseShopUrl(text) === undefined)).toEqual([]);
  });

  it('refuses every spelling of an address that is not public', () => {
    expect(new Set(nonPublicUrls).size).toBeGreaterThanOrEqual(200);
    // Else they would be refused as names, which proves nothing.
    const notLiteral = nonPublicUrls.filter((text) => !isIP(new URL(text).hostname.replace(/^\[|\]$/g, '')));
    expect(notLiteral).toEqual([]);
    expect(nonPublicUrls.filter((text) => parseShopUrl(text))).toEqual([]);
  });

  it('reads all spellings of a public address as that address', () => {
    const read = spellingsOfIPv4('93.184.216.34').map((host) => parseShopUrl(`https://${host}/`)?.hostname);
    expect(new Set(read)).toEqual(new Set(['93.184.216.34']));
  });

  it.each(irregularUrls)('refuses %j', (text) => {
    expect(parseShopUrl(text)).toBeUndefined();
  });

  it('reads a redirect relative to where it came from, and holds it to the same rules', () => {
    const base = new URL('https://shop.example.com/feeds/feed.xml');
    const read = (location: string) => parseShopUrl(location, base)?.href;
    expect(read('other.xml')).toBe('https://shop.example.com/feeds/other.xml');
    expect(read('//cdn.example.com/feed')).toBe('https://cdn.example.com/feed');
    expect(read('//127.0.0.1/feed')).toBeUndefined();
    expect(read('//user@cdn.example.com/')).toBeUndefined();
    expect(read('http://shop.example.com/feed')).toBeUndefined();
  });

  it('accepts up to 4,096 characters', () => {
    const start = 'https://shop.example.com/';
    expect(parseShopUrl(start.padEnd(4096, 'a'))).toBeDefined();
    expect(parseShopUrl(start.padEnd(4097, 'a'))).toBeUndefined();
  });
});

describe('the allow-list', () => {
  it('excepts exactly its host:port pairs from scheme, port and address', () => {
    vi.stubEnv('LOCAL_SHOP_HOSTS', '127.0.0.1:3002,LocalHost:80,[::1]:8443');
    const accepted = [
      'http://127.0.0.1:3002/feed',
      'https://127.0.0.1:3002/feed',
      'http://localhost/feed',
      'https://[::1]:8443/',
    ];
    expect(accepted.filter((text) => !parseShopUrl(text))).toEqual([]);
    const refused = [
      'http://127.0.0.1:3003/feed',
      'http://127.0.0.2:3002/feed',
      'https://127.0.0.1/',
      'http://localhost:3002/',
      'http://localhost.:80/',
      'http://[::1]/',
      'http://user@127.0.0.1:3002/feed',
      'ftp://127.0.0.1:3002/feed',
    ];
    expect(refused.filter((text) => parseShopUrl(text))).toEqual([]);
  });

  it('is empty unless set', () => {
    expect(isAllowListed(new URL('http://127.0.0.1:3002/'))).toBe(false);
    vi.stubEnv('LOCAL_SHOP_HOSTS', ',');
    expect(isAllowListed(new URL('http://127.0.0.1:3002/'))).toBe(false);
  });
});
