import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { setInterval as ticks } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { deadlineIn } from '../../../../connector/deadline.ts';
import type { BuiltIndex } from '../../../../connector/refresh/build-catalog.ts';
import { openIndex } from '../../../../connector/search/catalog-index.ts';
import { productFeed } from '../../../../connector/sources/product-feed/source.ts';
import { parseWebsite } from '../../../../connector/website.ts';
import { buildFeedFile } from '../../../../dev/build-feed-file.ts';
import { buildFromSource } from '../../../helpers/build-from-source.ts';
import { closeShops, startRawShop, startShop } from '../../../helpers/hostile-shop.ts';
import type { feeds, Outcome } from './build-endless-feeds.ts';
import { item, rss } from './read-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'hostile-feeds-'));
const left = () => readdirSync(folder);

afterEach(async () => {
  await closeShops();
  for (const file of left()) rmSync(join(folder, file));
});
afterAll(() => rmSync(folder, { recursive: true }));

function build(url: string, { website = 'ha-1', milliseconds = 10_000 } = {}) {
  const shop = {
    website: parseWebsite(website)!,
    credentials: { feedUrl: url },
    cacheKey: website,
    deadline: deadlineIn(milliseconds),
    count: () => {},
  };
  return buildFromSource(productFeed, shop, join(folder, website)) as Promise<BuiltIndex>; // Unconditional, so never 'unchanged'.
}

function productsOf(website: string) {
  const index = openIndex(join(folder, website));
  try {
    return index.products({ text: undefined, categoryId: undefined, limit: 100, offset: 0 });
  } finally {
    index.close();
  }
}

const products = (count: number, first = 0) =>
  Array.from({ length: count }, (_, i) =>
    item({ id: `A${first + i}`, title: `Lamp ${first + i}`, availability: 'in stock' }),
  );
const feed = rss(...products(200));
const header = 'id\ttitle\tlink\timage_link\tprice\n';
const rows = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `A${i}\tLamp ${i}\thttps://shop.example/${i}\thttps://shop.example/i.jpg\t1 EUR\n`,
  ).join('');
const page = '<!DOCTYPE html>\n<html lang="en"><body>\n<h1>500 Internal Server Error</h1>\n</body></html>\n';

/** Once a request has come. */
const answering = (answer: (socket: Socket) => void) => (socket: Socket) =>
  void socket.once('data', () => answer(socket));

describe('a feed that the network or the shop breaks', () => {
  const half = feed.slice(0, feed.length / 2);
  const gzipped = gzipSync(feed);
  const raw = (headers: string, body: string | Uint8Array) =>
    Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n`), Buffer.from(body)]);

  it.each<[string, Buffer, RegExp]>([
    ['breaks off before its announced length', raw(`content-length: ${feed.length}`, half), /broke off/],
    ['is announced too short', raw(`content-length: ${half.length}`, feed), /broke off|cut off/],
    ['breaks off within a chunk', raw('transfer-encoding: chunked', `ffff\r\n${half}`), /broke off/],
    ['ends early, with the connection', raw('connection: close', half), /cut off/],
    ['is a gzip file without its end', raw('connection: close', gzipped.subarray(0, -20)), /gzip/],
    ['is a gzip file with a wrong byte', raw('connection: close', damaged(gzipped)), /gzip/],
    ['turns into a web page, as XML', raw('connection: close', half + page), /cut off/],
    ['turns into a web page, after a row', raw('connection: close', header + rows(50) + page), /turns into a web page/],
    [
      'turns into a web page, within a row',
      raw('connection: close', header + rows(50).slice(0, -30) + page),
      /web page/,
    ],
    [
      "ends with PHP's last words",
      raw(
        'connection: close',
        `${header}${rows(50)}<br />\n<b>Fatal error</b>:  Allowed memory size of 134217728 bytes`,
      ),
      /turns into a web page/,
    ],
  ])('%s: is refused, and nothing is left behind', async (_, answer, message) => {
    const shop = await startRawShop(answering((socket) => socket.end(answer)));
    await expect(build(shop.url)).rejects.toMatchObject({
      name: 'ShopFailure',
      reason: 'failed',
      parameter: 'feedUrl',
      message: expect.stringMatching(message),
    });
    expect(left()).toEqual([]);
  });

  it('redirects in a circle', async () => {
    let asked = 0;
    const shop = await startShop((request, response) => {
      asked++;
      response.writeHead(302, { location: request.url === '/feed' ? '/other' : '/feed' }).end();
    });
    await expect(build(shop.url)).rejects.toMatchObject({ reason: 'failed', message: 'The shop redirects too often.' });
    expect(asked).toBe(4);
    expect(left()).toEqual([]);
  });

  it('drips: ends at the deadline, and another website is read meanwhile', async () => {
    const dripping = await startRawShop(
      answering(async (socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n\r\n${half}`);
        for await (const _ of ticks(20)) {
          if (socket.destroyed) return;
          socket.write('x');
        }
      }),
    );
    const healthy = await startShop((_, response) => response.end(feed));
    const [slow, well] = await Promise.allSettled([
      build(dripping.url, { milliseconds: 500 }),
      build(healthy.url, { website: 'ha-2' }),
    ]);
    expect(slow).toMatchObject({ status: 'rejected', reason: { reason: 'too_slow', parameter: 'feedUrl' } });
    expect(well).toMatchObject({ status: 'fulfilled', value: { products: 200 } });
    expect(left()).toEqual(['ha-2']);
  });

  it('needs more disk than there is', async () => {
    const full = (async function* () {
      yield Buffer.from(header + rows(10));
      const database = new DatabaseSync(':memory:');
      database.exec('PRAGMA max_page_count = 2; CREATE TABLE t (x)');
      database.exec('INSERT INTO t VALUES (zeroblob(100000))');
    })();
    const limits = { maxItems: 100, maxBytes: 1e6, now: new Date('2026-06-15') };
    await expect(buildFeedFile(full, join(folder, 'ha-1'), limits)).rejects.toMatchObject({
      reason: 'too_large',
      cause: { errcode: 13 },
    });
    expect(left()).toEqual([]);
  });
});

describe('a feed that changes while it is read', () => {
  const older = rss(...products(20, 100));

  it.each([
    ['is written over a longer one', rss(...products(3)), older],
    ['is followed by an older one', rss(...products(3)), `\n${older}`],
  ])('%s: gives no more than is whole', async (_, newer, rest) => {
    const overwritten = rest.startsWith('\n') ? newer + rest : newer + rest.slice(newer.length);
    const shop = await startShop((_request, response) => response.end(overwritten));
    const built = await build(shop.url);
    expect(built.products).toBe(rest.startsWith('\n') ? 23 : 3);
  });

  it('is replaced half-way by one of which the beginning is missed: is refused when it does not end', async () => {
    const newer = rss(...products(50, 1_000));
    const shop = await startShop((_, response) => response.end(older.slice(0, 1_500) + newer.slice(1_500, -12)));
    await expect(build(shop.url)).rejects.toMatchObject({ reason: 'failed' });
    expect(left()).toEqual([]);
  });

  it('shrinks to one item: says so', async () => {
    const shop = await startShop((_, response) => response.end(rss(...products(1))));
    expect(await build(shop.url)).toMatchObject({ products: 1, categories: 0 });
  });
});

describe('damaged content', () => {
  const build1 = async (body: string | Uint8Array) => {
    const shop = await startShop((_, response) => response.end(body));
    const built = await build(shop.url);
    return { ...built, titles: productsOf('ha-1').map(({ title }) => title) };
  };

  it('invalid UTF-8 costs the letters that it hits, and is counted', async () => {
    const bytes = Buffer.from(rss(...products(3).map((one) => one.replace('Lamp', 'Été Lamp'))));
    bytes[bytes.indexOf('Été')] = 0xff;
    const { titles, problems } = await build1(bytes);
    expect(titles).toEqual(['\ufffd\ufffdté Lamp 0', 'Été Lamp 1', 'Été Lamp 2']);
    expect(problems).toMatchObject({ damaged_text: 1 });
  });

  it.each([
    ['without a declaration', ''],
    ['declared as UTF-8', '<?xml version="1.0" encoding="UTF-8"?>'],
  ])('Latin-1 %s is read as such', async (_, declaration) => {
    const { titles, problems } = await build1(
      Buffer.from(`${declaration}${rss(item({ title: 'Café à gogo' }))}`, 'latin1'),
    );
    expect(titles).toEqual(['Café à gogo']);
    expect(problems).not.toHaveProperty('damaged_text');
  });

  it('UTF-8 that is declared as Latin-1 is read as what it is', async () => {
    const declared = `<?xml version="1.0" encoding="iso-8859-1"?>${rss(item({ title: 'Café' }), ...products(1))}`;
    expect((await build1(declared)).titles).toContain('Café');
  });

  it('UTF-8 that was written twice is counted as damaged', async () => {
    const twice = Buffer.from('Café').toString('latin1');
    expect((await build1(rss(item({ title: twice }), ...products(1)))).problems).toMatchObject({ damaged_text: 1 });
  });

  it('a stray quote in a table costs its row at most', async () => {
    const broken = `${header}${rows(1)}B1\t"27 inch screen\thttps://shop.example/b\thttps://shop.example/b.jpg\t2 EUR\n${rows(9)}`;
    const { titles, problems } = await build1(broken);
    expect(titles).toEqual(['Lamp 0', '"27 inch screen', ...Array.from({ length: 8 }, (_, i) => `Lamp ${i + 1}`)]);
    expect(problems).toMatchObject({ duplicate_id: 1 });
  });

  it('of items with one id the first counts', async () => {
    const { titles, problems } = await build1(rss(...products(3), item({ id: 'A0', title: 'Impostor' })));
    expect(titles).toEqual(['Lamp 0', 'Lamp 1', 'Lamp 2']);
    expect(problems).toMatchObject({ duplicate_id: 1 });
  });

  it('a description that holds a web page is no end of the feed', async () => {
    const table = `id\ttitle\tlink\timage_link\tprice\tdescription\n${rows(2).replaceAll(' EUR', ' EUR\t<html><body>Lamp</body></html>')}`;
    expect((await build1(table)).titles).toEqual(['Lamp 0', 'Lamp 1']);
  });
});

describe('in memory that the feed would not fit into', () => {
  const script = fileURLToPath(new URL('./build-endless-feeds.ts', import.meta.url));
  const peakMegabytes = 400;

  async function buildAll({ megabytes, heap }: { megabytes: number; heap: number }, names: (keyof typeof feeds)[]) {
    const args = [`--max-old-space-size=${heap}`, script, String(megabytes), ...names];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = (await text(child.stdout)).trim().split('\n');
    const outcomes = lines.map((line): Outcome & { name: string } => JSON.parse(line));
    return Object.fromEntries(
      outcomes.map(({ name, items, result, left, peakMegabytes: peak }) => {
        expect(peak).toBeLessThan(peakMegabytes);
        expect(left).toEqual(result.endsWith('products') ? ['catalog'] : []);
        return [name, [items, result.replace(/:.*/, '')]];
      }),
    );
  }

  it('reads or refuses feeds of a few large pieces', async () =>
    expect(
      await buildAll({ megabytes: 64, heap: 48 }, [
        'one element',
        'one CDATA section',
        'one attribute',
        'one comment',
        'one cell',
        'a gzip bomb',
        'a gzip bomb of archives',
      ]),
    ).toEqual({
      'one element': [1, '1 products'],
      'one CDATA section': [0, 'too_large'],
      'one attribute': [2, '1 products'],
      'one comment': [0, 'too_large'],
      'one cell': [2, '1 products'],
      'a gzip bomb': [0, 'too_large'],
      'a gzip bomb of archives': [0, 'too_large'],
    }));

  it('reads feeds of many small pieces', async () =>
    expect(
      await buildAll({ megabytes: 12, heap: 32 }, [
        'one tag with many attributes',
        'one item with many categories',
        'many namespaces',
      ]),
    ).toEqual({
      'one tag with many attributes': [2, '1 products'],
      'one item with many categories': [1, '1 products'],
      'many namespaces': [1, '1 products'],
    }));

  it('reads feeds of many empty items', async () =>
    expect(
      await buildAll({ megabytes: 2, heap: 32 }, [
        'empty items',
        'empty rows',
        'empty lines',
        'one quoted cell that does not end',
        'entities of entities',
      ]),
    ).toEqual({
      'empty items': [299_617, '1 products'],
      'empty rows': [1, '1 products'],
      'empty lines': [1, '1 products'],
      'one quoted cell that does not end': [1_048_577, '1 products'],
      'entities of entities': [11_421, '11421 products'],
    }));
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[Math.floor(copy.length / 2)]! ^= 0xff;
  return copy;
}
