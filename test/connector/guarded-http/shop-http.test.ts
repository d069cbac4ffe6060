import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { deadlineIn } from '../../../connector/deadline.ts';
import { fetchFromShop, type ShopRequest, type ShopResponse } from '../../../connector/guarded-http/shop-http.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { closed, closeShops, selfSigned, startShop, startTlsShop } from '../../helpers/hostile-shop.ts';

const website = parseWebsite('ha-1')!;
const fetch = (url: string, request: Partial<ShopRequest> = {}, milliseconds = 10_000) =>
  fetchFromShop({ url, maxBytes: 1000, ...request }, { website, deadline: deadlineIn(milliseconds) });

async function read({ body }: Pick<ShopResponse, 'body'>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Answers one after the other, the last one for ever. */
function inTurn(...answers: ((response: ServerResponse, request: IncomingMessage) => void)[]) {
  const asked: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    asked.push({ url: request.url, headers: request.headers });
    answers[Math.min(asked.length, answers.length) - 1]!(response, request);
  };
  return { asked, answer };
}
const says =
  (status: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

afterEach(closeShops);

describe('an answer', () => {
  it('brings status, headers, final URL and the body', async () => {
    const { asked, answer } = inTurn(says(200, { etag: '"1"', 'Set-Cookie': 'a=b', 'X-Shop': 'yes' }, '<rss/>'));
    const shop = await startShop(answer);
    const response = await fetch(`${shop.url}?a=%2F&b=c d#part`);
    expect(response).toMatchObject({ status: 200, headers: { etag: '"1"', 'x-shop': 'yes' } });
    expect(response.headers).not.toHaveProperty('set-cookie');
    expect(response.url).toBe(`${shop.url}?a=%2F&b=c%20d#part`);
    expect((await read(response)).toString()).toBe('<rss/>');
    expect(asked[0]).toMatchObject({
      url: '/feed?a=%2F&b=c%20d',
      headers: { 'user-agent': 'iadvize-product-list-connector', 'accept-encoding': 'gzip', accept: '*/*' },
    });
    expect(asked[0]!.headers).not.toHaveProperty('authorization');
  });

  it('is handed on as it was sent, gzip included', async () => {
    const zipped = gzipSync('<rss/>');
    const shop = await startShop((_, response) => response.setHeader('content-encoding', 'gzip').end(zipped));
    expect(await read(await fetch(shop.url))).toEqual(zipped);
  });

  it('carries the headers of the caller, which may replace the usual ones', async () => {
    const { asked, answer } = inTurn(says(200));
    const shop = await startShop(answer);
    await read(await fetch(shop.url, { headers: { accept: 'text/xml', 'if-none-match': '"1"' } }));
    expect(asked[0]!.headers).toMatchObject({ accept: 'text/xml', 'if-none-match': '"1"' });
  });

  it.each([200, 203, 204, 206, 299])('may have status %i', async (status) => {
    const shop = await startShop(inTurn(says(status)).answer);
    expect(await fetch(shop.url)).toMatchObject({ status });
  });

  it.each(['If-None-Match', 'if-modified-since'])('may be 304 when %s asked for it', async (name) => {
    const shop = await startShop(inTurn(says(304)).answer);
    const response = await fetch(shop.url, { headers: { [name]: 'x' } });
    expect(response.status).toBe(304);
    expect(await read(response)).toHaveLength(0);
    for (const other of ['x-if-none-match', 'if-none-match-x']) {
      await expect(fetch(shop.url, { headers: { [other]: 'x' } })).rejects.toMatchObject({
        reason: 'failed',
        message: 'The shop answered with the HTTP status 304.',
      });
    }
  });

  it('comes over TLS from a host whose certificate is trusted and names it', async () => {
    const trusted = tls.getCACertificates('default');
    tls.setDefaultCACertificates([selfSigned.cert]);
    try {
      const shop = await startTlsShop(inTurn(says(200, {}, 'hello')).answer);
      expect((await read(await fetch(shop.url))).toString()).toBe('hello');
    } finally {
      tls.setDefaultCACertificates(trusted);
    }
  });

  it('never comes over TLS that only an environment variable would trust', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const shop = await startTlsShop(inTurn(says(200)).answer);
      await expect(fetch(shop.url)).rejects.toMatchObject({ reason: 'unreachable' });
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });

  it('reuses the connection of the same website, and of no other', async () => {
    const shop = await startShop(inTurn(says(200, {}, 'x')).answer);
    const other = parseWebsite('ha-2')!;
    await read(await fetch(shop.url));
    await read(await fetch(shop.url));
    expect(shop.sockets.size).toBe(1);
    await read(
      await fetchFromShop({ url: shop.url, maxBytes: 1000 }, { website: other, deadline: deadlineIn(10_000) }),
    );
    expect(shop.sockets.size).toBe(2);
  });
});

describe('size', () => {
  it('may be exactly the limit', async () => {
    const shop = await startShop(inTurn(says(200, {}, 'x'.repeat(1000))).answer);
    expect(await read(await fetch(shop.url))).toHaveLength(1000);
  });

  it('may be announced as exactly the limit', async () => {
    const shop = await startShop(inTurn(says(200, { 'content-length': '1000' }, 'x'.repeat(1000))).answer);
    expect(await read(await fetch(shop.url))).toHaveLength(1000);
  });

  it('is refused by the announced length, before the body', async () => {
    const shop = await startShop(inTurn(says(200, { 'content-length': '1001' }, 'x'.repeat(1001))).answer);
    await expect(fetch(shop.url)).rejects.toMatchObject({
      reason: 'too_large',
      message: expect.stringContaining('0 MB'),
    });
  });

  it('is refused while reading when no length was announced', async () => {
    const shop = await startShop((_, response) => {
      response.write('x'.repeat(1000));
      response.end('x');
    });
    const megabytes = await fetch(shop.url, { maxBytes: 1.5 * 2 ** 20 });
    expect(await read(megabytes)).toHaveLength(1001);
    await expect(fetch(shop.url).then(read)).rejects.toMatchObject({ name: 'ShopFailure', reason: 'too_large' });
  });

  it('names the limit in megabytes', async () => {
    const shop = await startShop(inTurn(says(200, { 'content-length': `${26 * 2 ** 20}` })).answer);
    const failure = fetch(shop.url, { maxBytes: 25 * 2 ** 20 });
    await expect(failure).rejects.toThrow("The shop's answer is larger than the connector accepts, 25 MB.");
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('of status %i are followed', async (status) => {
    const { asked, answer } = inTurn(says(status, { location: '../other?x=1' }), says(200, {}, 'here'));
    const shop = await startShop(answer);
    const response = await fetch(shop.url, { headers: { 'if-none-match': '"1"' } });
    expect((await read(response)).toString()).toBe('here');
    expect(response.url).toBe(`http://${shop.host}/other?x=1`);
    expect(asked.map(({ url }) => url)).toEqual(['/feed', '/other?x=1']);
    expect(asked[1]!.headers['if-none-match']).toBe('"1"');
  });

  it('are followed three times and no more', async () => {
    const onward = says(302, { location: '/next' });
    const three = inTurn(onward, onward, onward, says(200, {}, 'here'));
    const shop = await startShop(three.answer);
    expect((await read(await fetch(shop.url))).toString()).toBe('here');
    const endless = inTurn(onward);
    const loop = await startShop(endless.answer);
    await expect(fetch(loop.url)).rejects.toMatchObject({ reason: 'failed', message: 'The shop redirects too often.' });
    expect(endless.asked).toHaveLength(4);
  });

  it('are not followed when the caller says so', async () => {
    const { asked, answer } = inTurn(says(302, { location: '/next' }));
    const shop = await startShop(answer);
    await expect(fetch(shop.url, { maxRedirects: 0, anyStatus: true })).rejects.toMatchObject({ reason: 'failed' });
    expect(asked).toHaveLength(1);
  });

  it('without a target fail', async () => {
    const shop = await startShop(inTurn(says(302)).answer);
    await expect(fetch(shop.url)).rejects.toMatchObject({ message: 'The shop redirects to nowhere.' });
  });

  it('leave nothing of the answer that redirected to be sent: its connection closes', async () => {
    const shop = await startShop((request, response) => {
      if (request.url === '/next') return void response.end('here');
      response.writeHead(302, { location: '/next' }).write('x');
    });
    expect((await read(await fetch(shop.url, {}, 60_000))).toString()).toBe('here');
    const [first] = shop.sockets;
    await closed(first);
  });

  it('and what was typed tell the log, and only the log, that an address was refused', async () => {
    const shop = await startShop(inTurn(says(302, { location: 'http://10.0.0.1/' })).answer);
    for (const url of [shop.url, 'http://10.0.0.1/']) {
      await expect(fetch(url, { secretHeaders: { authorization: 'Basic eA==' } })).rejects.toMatchObject({
        reason: 'unreachable',
        message: expect.not.stringContaining('refused'),
        cause: { message: 'The address was refused before connecting.' },
      });
    }
  });

  it('never take the password to another origin, and back to its own only', async () => {
    const elsewhere = inTurn((response) => response.writeHead(307, { location: `${home.url}/again` }).end());
    const other = await startShop(elsewhere.answer);
    const own = inTurn(says(301, { location: other.url }), says(200));
    const home = await startShop(own.answer);
    await fetch(home.url, { secretHeaders: { authorization: 'Basic c2VjcmV0' } });
    expect(own.asked.map(({ headers }) => headers.authorization)).toEqual(['Basic c2VjcmV0', 'Basic c2VjcmV0']);
    expect(elsewhere.asked).toHaveLength(1);
    expect(JSON.stringify(elsewhere.asked)).not.toMatch(/authorization|c2VjcmV0/);
  });
});

describe('a status that brings no document', () => {
  it.each([
    [400, {}, 'failed'],
    [401, {}, 'wrong_credentials'],
    [402, {}, 'failed'],
    [403, {}, 'wrong_credentials'],
    [404, {}, 'not_found'],
    [410, {}, 'not_found'],
    [418, {}, 'failed'],
    [300, {}, 'failed'],
    [304, {}, 'failed'],
    [305, {}, 'failed'],
    [429, {}, 'throttled'],
    [500, {}, 'failed'],
    [503, {}, 'failed'],
    [503, { 'retry-after': '60' }, 'throttled'],
    [502, { 'retry-after': '60' }, 'failed'],
    [999, {}, 'failed'],
  ])('%i %j is %s', async (status, headers, reason) => {
    const shop = await startShop(inTurn(says(status, headers, 'secret of the shop')).answer);
    const failure = await fetch(shop.url).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ShopFailure', reason });
    expect(String(failure)).not.toContain('secret of the shop');
  });

  it.each([
    ['60', 60],
    ['0', 1],
    ['600', 600],
    ['86400', 86_400],
    ['99999999999999999999', 86_400],
    ['soon', 30],
    ['-5', 1],
    ['', 30],
    [undefined, 30],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 1],
    ['Wed, 21 Oct 2115 07:28:00 GMT', 86_400],
  ])('Retry-After %j is %i seconds', async (header, retryAfterSeconds) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header };
    const shop = await startShop(inTurn(says(429, headers)).answer);
    await expect(fetch(shop.url)).rejects.toMatchObject({ reason: 'throttled', retryAfterSeconds });
  });

  it('is handed back to a caller who wants any', async () => {
    const shop = await startShop(inTurn(says(404, {}, 'no such thing')).answer);
    const response = await fetch(shop.url, { anyStatus: true });
    expect(response.status).toBe(404);
    expect((await read(response)).toString()).toBe('no such thing');
  });
});

describe('a passing trouble', () => {
  it.each([
    ['500', says(500)],
    ['502', says(502)],
    ['503 with a short Retry-After', says(503, { 'retry-after': '1' })],
    ['429 with a short Retry-After', says(429, { 'retry-after': '0' })],
    ['a reset', (response: ServerResponse) => void response.destroy()],
  ])('is tried again once: %s', async (_name, trouble) => {
    const { asked, answer } = inTurn(trouble, says(200, {}, 'now'));
    const shop = await startShop(answer);
    expect((await read(await fetch(shop.url, { secretHeaders: { authorization: 'Basic eA==' } }))).toString()).toBe(
      'now',
    );
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Basic eA==', 'Basic eA==']);
  });

  it.each([
    ['500', says(500), 'failed'],
    ['a reset', (response: ServerResponse) => void response.destroy(), 'unreachable'],
  ])('is tried twice and no more: %s', async (_name, trouble, reason) => {
    const { asked, answer } = inTurn(trouble);
    const shop = await startShop(answer);
    await expect(fetch(shop.url)).rejects.toMatchObject({ reason });
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['404', says(404)],
    ['401', says(401)],
    ['429 without Retry-After', says(429)],
    ['429 with a long Retry-After', says(429, { 'retry-after': '3' })],
    ['503 with a long Retry-After', says(503, { 'retry-after': '30' })],
  ])('is not seen in %s', async (_name, trouble) => {
    const { asked, answer } = inTurn(trouble);
    const shop = await startShop(answer);
    await expect(fetch(shop.url)).rejects.toMatchObject({ name: 'ShopFailure' });
    expect(asked).toHaveLength(1);
  });

  it('is reported at once when the deadline leaves no time to wait', async () => {
    const { asked, answer } = inTurn(says(503, { 'retry-after': '2' }));
    const shop = await startShop(answer);
    await expect(fetch(shop.url, {}, 1500)).rejects.toMatchObject({ reason: 'throttled', retryAfterSeconds: 2 });
    expect(asked).toHaveLength(1);
  });

  it('survives a kept connection that the shop has closed', async () => {
    const shop = await startShop(inTurn(says(200, {}, 'x')).answer);
    await read(await fetch(shop.url));
    for (const socket of shop.sockets) socket.resetAndDestroy();
    expect((await read(await fetch(shop.url))).toString()).toBe('x');
  });
});
