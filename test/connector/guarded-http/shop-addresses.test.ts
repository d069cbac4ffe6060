import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadlineIn } from '../../../connector/deadline.ts';
import { ShopFailure } from '../../../connector/errors.ts';
import { fetchFromShop } from '../../../connector/guarded-http/shop-http.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { closedShop, closeShops, startShop, startTlsShop } from '../../helpers/hostile-shop.ts';
import { embeddingsOfIPv4, innerNames, irregularUrls, nonPublicUrls } from '../../helpers/non-public-urls.ts';
import { report } from '../../helpers/runs.ts';
import { watchSockets } from '../../helpers/watched-sockets.ts';

const unreachable = expect.objectContaining({ name: 'ShopFailure', reason: 'unreachable', parameter: undefined });

let number = 0;
const fetch = (url: string) => {
  // A website of its own each: no connection of an earlier test is reused.
  number += 1;
  return fetchFromShop(
    { url, maxBytes: 1000 },
    { website: parseWebsite(`ha-${number}`)!, deadline: deadlineIn(5_000) },
  );
};
const failureOf = async (url: string) =>
  fetch(url).then(
    () => undefined,
    (error: unknown) => error,
  );

beforeEach(() => {
  vi.restoreAllMocks();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeShops();
});

describe('no connection to an address that is not public', () => {
  it('by any spelling of its URL, nor a look-up', async ({ task }) => {
    const { reached, lookedUp } = watchSockets();
    for (const url of [...nonPublicUrls, ...irregularUrls]) expect(await failureOf(url), url).toEqual(unreachable);
    expect(reached).toEqual([]);
    expect(lookedUp).toEqual([]);
    report(task, `${nonPublicUrls.length + irregularUrls.length} URLs: no socket, no look-up`);
  });

  it.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['169.254.169.254'],
    ['100.64.0.1'],
    ['::1'],
    ['fd00:ec2::254'],
    ['fe80::1%eth0'],
    ...embeddingsOfIPv4('127.0.0.1').map((address) => [address]),
    ['93.184.216.34', '10.0.0.1'],
    ['10.0.0.1', '93.184.216.34'],
    ['2606:4700::1', '93.184.216.34', '::1'],
    ['93.184.216.34', '::ffff:10.0.0.1'],
    ['2606:4700::1', 'fd00::1', '93.184.216.34'],
  ])('by a name that resolves to %s %s %s', async (...addresses) => {
    const { reached, lookedUp } = watchSockets({ 'shop.example.com': addresses.filter(Boolean) });
    expect(await failureOf('https://shop.example.com/')).toEqual(unreachable);
    expect(lookedUp).toEqual(['shop.example.com']);
    expect(reached).toEqual([]);
  });

  it('by a name of an inner network', async () => {
    const inner = Object.fromEntries(
      innerNames.map((name) => [new URL(`https://${name}/`).hostname, ['10.0.0.1']] as const),
    );
    const { reached } = watchSockets(inner);
    for (const name of innerNames) expect(await failureOf(`https://${name}/`), name).toEqual(unreachable);
    expect(reached).toEqual([]);
  });

  it('by a name that was public a moment ago', async () => {
    const { reached, lookedUp } = watchSockets({
      'shop.example.com': [['93.184.216.34'], ['10.0.0.1'], ['127.0.0.1']],
    });
    for (let turn = 0; turn < 3; turn += 1) expect(await failureOf('https://shop.example.com/')).toEqual(unreachable);
    expect(reached).toEqual(['93.184.216.34']);
    expect(lookedUp).toHaveLength(3);
  });

  it.each([301, 302, 303, 307, 308])('by a redirect of status %i', async (status) => {
    let target = '';
    const shop = await startShop((_request, response) => response.writeHead(status, { location: target }).end());
    const { reached } = watchSockets({ 'inner.example.com': ['10.0.0.1'] });
    const targets = [
      'https://10.0.0.1/',
      'https://169.254.169.254/latest/meta-data/',
      'https://[::ffff:127.0.0.1]/',
      'https://2130706433/',
      'https://inner.example.com/',
      'https://user:password@shop.example.com/',
      'https://shop.example.com:8443/',
      'http://shop.example.com/',
      '//127.0.0.1/',
      'file:///etc/passwd',
      'https://[',
      `http://${shop.host.replace('127.0.0.1', 'localhost')}/`,
    ];
    for (target of targets) expect(await failureOf(shop.url), target).toEqual(unreachable);
    expect(new Set(reached)).toEqual(new Set(['127.0.0.1']));
    expect(shop.sockets.size).toBe(targets.length);
  });

  it('by a chain of redirects', async () => {
    const chain = ['/2', '/3', 'https://10.0.0.1/'];
    const asked: (string | undefined)[] = [];
    const shop = await startShop((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: chain[asked.length - 1] }).end();
    });
    const { reached } = watchSockets();
    expect(await failureOf(shop.url)).toEqual(unreachable);
    expect(asked).toEqual(['/feed', '/2', '/3']);
    expect(reached.every((address) => address === '127.0.0.1')).toBe(true);
  });
});

describe('a public shop', () => {
  it('is reached at the addresses that were checked, and at no others', async () => {
    const addresses = ['2606:4700::1', '93.184.216.34', '93.184.216.35'];
    const { reached } = watchSockets({ 'shop.example.com': addresses });
    await failureOf('https://shop.example.com/feed');
    expect(reached.length).toBeGreaterThan(0);
    expect(addresses).toEqual(expect.arrayContaining(reached));
  });

  it('is reached by its address', async () => {
    const { reached, lookedUp } = watchSockets();
    await failureOf('https://93.184.216.34/');
    await failureOf('https://[2606:4700::1]/');
    expect(reached).toEqual(['93.184.216.34', '2606:4700::1']);
    expect(lookedUp).toEqual([]);
  });
});

describe('no oracle', () => {
  it('refused, unknown, closed and TLS-broken look alike', async () => {
    const closed = await closedShop();
    const untrusted = await startTlsShop((_request, response) => response.end());
    watchSockets({ 'inner.example.com': ['10.0.0.1'] });
    const urls = [
      'https://10.0.0.1/',
      'https://inner.example.com/',
      'https://unknown.example.com/',
      'http://shop.example.com/',
      closed.url,
      untrusted.url,
      untrusted.url.replace('https:', 'http:'),
      closed.url.replace('http:', 'https:'),
    ];
    const failures = await Promise.all(urls.map(failureOf));
    const shapes = failures.map((failure) => {
      expect(failure).toBeInstanceOf(ShopFailure);
      const { name, message, reason, parameter, retryAfterSeconds } = failure as ShopFailure;
      return JSON.stringify({
        name,
        message,
        reason,
        parameter,
        retryAfterSeconds,
        keys: Object.keys(failure as object),
      });
    });
    expect(new Set(shapes).size).toBe(1);
    expect(shapes[0]).not.toMatch(/10\.0\.0\.1|ECONN|ENOTFOUND|certificate has|self.signed/);
  });

  it('keeps what lies behind for the log', async () => {
    const closed = await closedShop();
    expect(await failureOf(closed.url)).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    const untrusted = await startTlsShop((_request, response) => response.end());
    expect(await failureOf(untrusted.url)).toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
  });
});
