import { isIP } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAllowListed, parseShopUrl } from '../../../connector/guarded-http/shop-url.ts';
import { honestUrls } from '../../helpers/honest-urls.ts';
import { irregularUrls, nonPublicUrls, spellingsOfIPv4 } from '../../helpers/non-public-urls.ts';
import { report } from '../../helpers/runs.ts';

afterEach(() => vi.unstubAllEnvs());

describe('parseShopUrl', () => {
  it('accepts the addresses that honest merchants type', ({ task }) => {
    expect(honestUrls.length).toBeGreaterThanOrEqual(30);
    expect(honestUrls.filter((text) => parseShopUrl(text) === undefined)).toEqual([]);
    report(task, `${honestUrls.length} addresses`);
  });

  it('refuses every spelling of an address that is not public', ({ task }) => {
    expect(new Set(nonPublicUrls).size).toBeGreaterThanOrEqual(200);
    // Else they would be refused as names, which proves nothing.
    const notLiteral = nonPublicUrls.filter((text) => !isIP(new URL(text).hostname.replace(/^\[|\]$/g, '')));
    expect(notLiteral).toEqual([]);
    expect(nonPublicUrls.filter((text) => parseShopUrl(text))).toEqual([]);
    report(task, `${new Set(nonPublicUrls).size} spellings`);
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

  it('reads a name with the dot that ended a sentence, or stands for the root, as the name without', () => {
    expect(parseShopUrl('https://Shop.example./fr')?.href).toBe('https://shop.example/fr');
    for (const host of ['127.0.0.1.', '127.0.0.1..', '[::1].'])
      expect(parseShopUrl(`https://${host}/`)).toBeUndefined();
    expect(parseShopUrl('https://./')?.hostname).not.toBe('');
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
