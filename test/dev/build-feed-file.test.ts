import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openIndex } from '../../connector/search/catalog-index.ts';
import { ReadReport } from '../../connector/sources/product-feed/items/read-report.ts';
import { buildFeedFile } from '../../dev/build-feed-file.ts';
import { buildIndex } from '../connector/search/build-index.ts';
import { bytesOf, item, read, rss } from '../connector/sources/product-feed/read-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'catalog-file-'));
const path = join(folder, 'catalog.db');
afterAll(() => rmSync(folder, { recursive: true }));

const options = { maxItems: 20_000, maxBytes: 50_000_000, now: new Date('2026-06-15T12:00:00Z') };
const everything = { text: undefined, categoryId: undefined, limit: 10_000, offset: 0 };
const sections = { parentId: undefined, limit: undefined, offset: 0 };

/** `count` products whose three variants stand far apart. */
function scattered(count: number): string {
  const variants = ['Red', 'Blue', 'Green'].flatMap((color) =>
    Array.from({ length: count }, (_, i) =>
      item({
        id: `${i}-${color}`,
        item_group_id: `G${i}`,
        title: `Thing number${i} ${color}`,
        color,
        product_type: `Things &gt; ${i % 7}`,
        availability: i % 5 === 0 ? 'out of stock' : 'in stock',
      }),
    ),
  );
  return rss(...variants);
}

describe('a catalog file', () => {
  it('holds what an index in memory holds, and tells what it read', async () => {
    const feed = scattered(500).replace(
      '</channel>',
      `<item>${item({ id: '3-Red' })}</item><item>${item({ title: '' })}</item></channel>`,
    );
    const report = new ReadReport();
    const built = await buildFeedFile(bytesOf(feed), path, options, report);
    const stored = openIndex(path);
    const inMemory = await buildIndex((await read(feed, options)).entries, ':memory:');
    for (const text of [undefined, 'thing green', 'number12', 'thimg']) {
      expect(stored.products({ ...everything, text })).toEqual(inMemory.products({ ...everything, text }));
    }
    expect(stored.categories(sections)).toEqual(inMemory.categories(sections));
    expect(built).toMatchObject({ products: 500, categories: 8, bytes: statSync(path).size });
    expect(report.items).toBe(1502);
    expect(report.skipped).toMatchObject({ duplicate_id: 1, no_title: 1, no_price: 0 });
    expect(report.samples).toEqual({ duplicate_id: ['3-Red'], no_title: ['A1'] });
    stored.close();
    inMemory.close();
  });

  it('replaces the file that is there, and leaves nothing else', async () => {
    writeFileSync(path, 'old');
    await buildFeedFile(bytesOf(scattered(3)), path, options);
    expect(readdirSync(folder)).toEqual(['catalog.db']);
  });

  it.each([
    ['a feed without items', rss(), { reason: 'not_a_catalog' }],
    ['a feed that is cut off', scattered(50).slice(0, -40), { reason: 'failed' }],
    ['a feed with too many items', scattered(6_700), { reason: 'too_large' }],
  ])('is not left behind by %s', async (_, feed, failure) => {
    await expect(buildFeedFile(bytesOf(feed), path, options)).rejects.toMatchObject(failure);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given up when its signal is aborted', async () => {
    const stop = new AbortController();
    const endless = (async function* () {
      yield Buffer.from('id\ttitle\tlink\timage_link\tprice\n');
      for (let i = 0; ; i++) {
        if (i === 100) stop.abort(new Error('time is up'));
        yield Buffer.from(`${i}\tThing\thttps://shop.example/\thttps://shop.example/a.jpg\t1 EUR\n`.repeat(500));
      }
    })();
    const building = buildFeedFile(endless, path, {
      ...options,
      maxItems: 1e9,
      maxBytes: 1e12,
      signal: stop.signal,
    });
    await expect(building).rejects.toThrow('time is up');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('counts at most 2,000 variants of one product, and says which were left out', async () => {
    const row = (i: number) => `${i}\tThing\thttps://shop.example/\thttps://shop.example/a.jpg\t1 EUR\tG\n`;
    const feed = `id\ttitle\tlink\timage_link\tprice\titem_group_id\n${Array.from({ length: 2_010 }, (_, i) => row(i)).join('')}`;
    const report = new ReadReport();
    expect(await buildFeedFile(bytesOf(feed), path, options, report)).toMatchObject({ products: 1 });
    expect(report).toMatchObject({ items: 2_010, samples: { too_many_variants: ['2000', '2001', '2002'] } });
    expect(report.skipped.too_many_variants).toBe(10);
  });
});
