import { EventEmitter, getEventListeners } from 'node:events';
import http, { type RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Deadline, deadlineIn } from '../../../connector/deadline.ts';
import { fetchFromShop } from '../../../connector/guarded-http/shop-http.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { closedShop, closeShops, startRawShop, startShop } from '../../helpers/hostile-shop.ts';

vi.mock(import('node:timers/promises'), async (original) => ({
  ...(await original()),
  // No pause before another attempt.
  setTimeout: vi.fn(async () => undefined as never),
}));

const website = parseWebsite('ha-1')!;
const fetch = (url: string, deadline: Deadline = deadlineIn(10_000)) =>
  fetchFromShop({ url, maxBytes: 1000 }, { website, deadline });

beforeEach(() => {
  vi.mocked(sleep).mockClear();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeShops();
});

/** Answers with a status once, then 200. */
async function troubledShop(status: number, headers: Record<string, string> = {}) {
  const asked: (string | undefined)[] = [];
  const answer: RequestListener = (request, response) => {
    asked.push(request.url);
    if (asked.length === 1) response.writeHead(status, headers).end();
    else response.end('x');
  };
  return { asked, shop: await startShop(answer) };
}

describe('before another attempt', () => {
  it.each([
    [500, undefined, 250],
    [503, '0', 250],
    [503, '1', 1000],
    [429, '2', 2000],
  ])('after %i with Retry-After %j the shop is left alone for %i ms, and only until the deadline', async (...row) => {
    const [status, retryAfter, milliseconds] = row;
    const { shop } = await troubledShop(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
    const deadline = deadlineIn(10_000);
    expect((await fetch(shop.url, deadline)).status).toBe(200);
    expect(vi.mocked(sleep).mock.calls).toEqual([[milliseconds, undefined, { signal: deadline.signal }]]);
  });

  it('there is no pause that would end with the deadline', async () => {
    const left = (milliseconds: number) => ({ ...deadlineIn(10_000), remaining: () => milliseconds });
    const late = await troubledShop(500);
    await expect(fetch(late.shop.url, left(250))).rejects.toMatchObject({ reason: 'failed' });
    expect(late.asked).toHaveLength(1);
    const justInTime = await troubledShop(500);
    expect((await fetch(justInTime.shop.url, left(251))).status).toBe(200);
  });

  it.each(['ECONNRESET', 'EPIPE'])(
    'there is none after %s, as a kept connection reports that the shop has closed',
    async (code) => {
      const shop = await startShop((_, response) => response.end('x'));
      vi.spyOn(http, 'request').mockImplementationOnce(() => {
        const request = Object.assign(new EventEmitter(), { end() {} }) as http.ClientRequest;
        setImmediate(() => request.emit('error', Object.assign(new Error(`write ${code}`), { code })));
        return request;
      });
      expect((await fetch(shop.url)).status).toBe(200);
      expect(vi.mocked(sleep).mock.calls.map(([milliseconds]) => milliseconds)).toEqual([0]);
    },
  );
});

describe('a call', () => {
  it('leaves nothing behind that waits for the deadline', async () => {
    const deadline = deadlineIn(60_000);
    const shop = await startShop((_, response) => response.end('x'));
    for await (const _ of (await fetch(shop.url, deadline)).body);
    const { url } = await closedShop();
    await expect(fetch(url, deadline)).rejects.toMatchObject({ reason: 'unreachable' });
    await expect.poll(() => getEventListeners(deadline.signal, 'abort')).toEqual([]);
  });

  it('tells the log when the shop closed the connection without an answer', async () => {
    const switching = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
    const shop = await startRawShop((socket) => void socket.once('data', () => socket.write(switching)));
    await expect(fetch(shop.url)).rejects.toMatchObject({
      reason: 'unreachable',
      cause: { message: 'The connection was closed without an answer.' },
    });
  });
});
