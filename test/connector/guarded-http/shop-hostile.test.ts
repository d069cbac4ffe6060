import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setInterval as ticks } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { deadlineIn } from '../../../connector/deadline.ts';
import { ShopFailure } from '../../../connector/errors.ts';
import { fetchFromShop } from '../../../connector/guarded-http/shop-http.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { closed, closeShops, startRawShop, startShop } from '../../helpers/hostile-shop.ts';
import { report } from '../../helpers/runs.ts';

const website = parseWebsite('ha-1')!;
const call = (milliseconds: number, of = website) => ({ website: of, deadline: deadlineIn(milliseconds) });

async function fetchAll(url: string, milliseconds = 5_000, maxBytes = 100_000): Promise<number> {
  let length = 0;
  const { body } = await fetchFromShop({ url, maxBytes }, call(milliseconds));
  for await (const chunk of body) length += chunk.length;
  return length;
}

/** Once a request has come. */
const answering = (answer: (socket: Socket) => void) => (socket: Socket) =>
  void socket.once('data', () => answer(socket));

async function drip(socket: Socket, text: string): Promise<void> {
  for await (const _ of ticks(20)) {
    if (socket.destroyed) return;
    socket.write(text);
  }
}

async function pour(socket: Socket, chunk: Buffer): Promise<void> {
  while (!socket.destroyed) {
    if (socket.write(chunk)) continue;
    await Promise.race([closed(socket), new Promise((resolve) => void socket.once('drain', resolve))]);
  }
}

afterEach(closeShops);

describe('ends at the deadline', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['silence', () => {}],
    ['a status line and no more', answering((socket) => socket.write('HTTP/1.1 200 OK\r\n'))],
    [
      'headers that drip',
      answering((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nx: ');
        drip(socket, 'x');
      }),
    ],
    [
      'endless 103 early hints',
      answering((socket) => void drip(socket, 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n')),
    ],
    ['a body that never begins', answering((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'))],
    [
      'a body that drips',
      answering((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 50000\r\n\r\n');
        drip(socket, 'x');
      }),
    ],
    [
      'chunks that drip',
      answering((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
        drip(socket, '1\r\nx\r\n');
      }),
    ],
  ])('%s', async (_name, converse) => {
    const shop = await startRawShop(converse);
    await expect(fetchAll(shop.url, 200)).rejects.toMatchObject({
      name: 'ShopFailure',
      reason: 'too_slow',
      message: 'The shop did not answer in time.',
    });
  });

  it('a TLS handshake that never ends', async () => {
    const shop = await startRawShop(() => {});
    const failure = fetchAll(shop.url.replace('http:', 'https:'), 200);
    await expect(failure).rejects.toMatchObject({ reason: 'too_slow' });
  });

  it('a call whose deadline has passed, without asking', async () => {
    const shop = await startShop((_, response) => response.end());
    const { deadline } = call(0);
    if (!deadline.signal.aborted) await once(deadline.signal, 'abort');
    const failure = fetchFromShop({ url: shop.url, maxBytes: 10 }, { website, deadline });
    await expect(failure).rejects.toMatchObject({ reason: 'too_slow' });
    expect(shop.sockets.size).toBe(0);
  });

  it('waiting for a second try', async () => {
    let asked = 0;
    const shop = await startShop((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(500).end();
    });
    await expect(fetchAll(shop.url, 2_000)).rejects.toMatchObject({ reason: 'too_slow' });
    expect(asked).toBe(2);
  });

  it('also for a reader that pauses, who never gets a short body for a whole one', async () => {
    const shop = await startShop((_, response) => response.end(Buffer.alloc(200_000)));
    const { deadline } = call(300);
    const { body } = await fetchFromShop({ url: shop.url, maxBytes: 1_000_000 }, { website, deadline });
    const read = async () => {
      let length = 0;
      for await (const chunk of body) {
        length += chunk.length;
        if (!deadline.signal.aborted) await once(deadline.signal, 'abort');
      }
      return length;
    };
    await expect(read()).rejects.toMatchObject({ reason: 'too_slow' });
  });
});

describe('is refused at once', () => {
  it('an endless body, without holding more than its limit', async () => {
    const shop = await startRawShop(
      answering((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        pour(socket, Buffer.alloc(65_536));
      }),
    );
    await expect(fetchAll(shop.url, 10_000, 1_000_000)).rejects.toMatchObject({ reason: 'too_large' });
    const [socket] = shop.sockets;
    await closed(socket);
    // The limit, and what the kernel's buffers on both sides hold.
    expect(socket!.bytesWritten).toBeLessThan(20_000_000);
  });

  it('an endless body that the reader does not read', async () => {
    const shop = await startRawShop(
      answering((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        pour(socket, Buffer.alloc(65_536));
      }),
    );
    await fetchFromShop({ url: shop.url, maxBytes: 1e12 }, call(300));
    const [socket] = shop.sockets;
    await closed(socket);
    expect(socket!.bytesWritten).toBeLessThan(20_000_000);
  });

  it('an endless line of headers', async () => {
    const shop = await startRawShop(
      answering((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nx: ');
        pour(socket, Buffer.alloc(65_536, 'x'));
      }),
    );
    await expect(fetchAll(shop.url)).rejects.toMatchObject({ reason: 'failed' });
  });

  it('10,000 headers', async () => {
    const headers = Array.from({ length: 10_000 }, (_, index) => `x-${index}: y\r\n`).join('');
    const shop = await startRawShop(answering((socket) => socket.end(`HTTP/1.1 200 OK\r\n${headers}\r\n`)));
    await expect(fetchAll(shop.url)).rejects.toMatchObject({ reason: 'failed' });
  });

  it.each([
    'SSH-2.0-OpenSSH_9.9\r\n',
    '220 mail.example.com ESMTP\r\n',
    '\0\0\0\0\0',
    '{"json":true}\n\n',
    '<html></html>',
    'HTTP/1.1 abc\r\n\r\n',
    'HTTP/9.9 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nbad header\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnot a length\r\n',
  ])('what is not HTTP: %j', async (garbage) => {
    const shop = await startRawShop(answering((socket) => socket.end(garbage)));
    await expect(fetchAll(shop.url)).rejects.toMatchObject({ name: 'ShopFailure', reason: 'failed' });
  });

  it('a change of protocol', async () => {
    const switching = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
    const shop = await startRawShop(answering((socket) => socket.write(switching)));
    await expect(fetchAll(shop.url)).rejects.toMatchObject({ reason: 'unreachable' });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['hangs up at once', (socket) => socket.destroy()],
    ['hangs up when asked', answering((socket) => socket.destroy())],
    ['says goodbye at once', (socket) => socket.end()],
    ['resets', answering((socket) => socket.resetAndDestroy())],
  ])('a shop that %s', async (_name, converse) => {
    const shop = await startRawShop(converse);
    await expect(fetchAll(shop.url)).rejects.toMatchObject({ reason: 'unreachable' });
  });
});

describe('a body is whole or fails', () => {
  it.each([
    ['shorter than announced', 'content-length: 10\r\n\r\nhello'],
    ['empty where one was announced', 'content-length: 10\r\n\r\n'],
    ['longer than announced', 'content-length: 5\r\n\r\nhello world'],
    ['without its last chunk', 'transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'],
    ['broken within a chunk', 'transfer-encoding: chunked\r\n\r\n5\r\nhel'],
    ['with a wrong chunk length', 'transfer-encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n'],
    ['with a huge chunk announced', 'transfer-encoding: chunked\r\n\r\nfffffff\r\nhello'],
  ])('%s', async (_name, rest) => {
    const shop = await startRawShop(answering((socket) => socket.end(`HTTP/1.1 200 OK\r\n${rest}`)));
    await expect(fetchAll(shop.url)).rejects.toMatchObject({ name: 'ShopFailure', reason: 'failed' });
  });

  it('that the shop resets half-way', async () => {
    const shop = await startRawShop(
      answering((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello', () => socket.resetAndDestroy());
      }),
    );
    await expect(fetchAll(shop.url)).rejects.toMatchObject({ name: 'ShopFailure' });
  });

  it('that ends with the connection is whole', async () => {
    const shop = await startRawShop(answering((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nhello')));
    expect(await fetchAll(shop.url)).toBe(5);
  });

  it('may be left by its reader: the connection closes', async () => {
    const shop = await startShop((_, response) => {
      response.write('x'.repeat(1000));
    });
    const { body } = await fetchFromShop({ url: shop.url, maxBytes: 10_000 }, call(60_000));
    for await (const _ of body) break;
    const [socket] = shop.sockets;
    await closed(socket);
  });
});

describe('storms', () => {
  it.each([429, 500, 503])('of %i cost two requests a call at most', async (status) => {
    let asked = 0;
    const shop = await startShop((_, response) => {
      asked += 1;
      response.writeHead(status, { 'retry-after': '0' }).end('x'.repeat(10_000));
    });
    const calls = await Promise.allSettled(Array.from({ length: 20 }, () => fetchAll(shop.url)));
    expect(calls.map((result) => result.status === 'rejected' && result.reason instanceof ShopFailure)).toEqual(
      Array(20).fill(true),
    );
    expect(asked).toBe(40);
  });

  it('of one website use at most eight connections, and hold back no other website', async ({ task }) => {
    const shop = await startShop((request, response) => {
      if (request.url !== '/slow') response.end('quick');
    });
    const slow = shop.url.replace('/feed', '/slow');
    const stuck = Promise.allSettled(Array.from({ length: 30 }, () => fetchAll(slow, 1_000)));
    const other = await fetchFromShop({ url: shop.url, maxBytes: 100 }, call(5_000, parseWebsite('ha-2')!));
    expect(other.status).toBe(200);
    // Connections are accepted in the order they were asked for: the other website's came last.
    expect(shop.sockets.size).toBe(9);
    const results = await stuck;
    expect(results.every((result) => result.status === 'rejected' && result.reason.reason === 'too_slow')).toBe(true);
    report(task, `30 calls that hang: 8 connections, another website answered meanwhile`);
  });
});
