import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openIndex } from '../../../connector/search/catalog-index.ts';
import { indexFormat } from '../../../connector/search/index-format.ts';
import { buildFeedFile } from '../../../dev/build-feed-file.ts';
import { bytesOf } from '../sources/product-feed/read-text.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/indexes');
const folder = mkdtempSync(join(tmpdir(), 'index-format-'));
const path = join(folder, 'index.sqlite');
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => cpSync(join(fixtures, 'format-1.sqlite'), path));

const options = { maxItems: 100, maxBytes: 1_000_000, now: new Date('2026-11-27T12:00:00Z'), locale: 'fr-FR' };
const page = { categoryId: undefined, limit: 20, offset: 0 };
const number = (value: number) => {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA user_version = ${value}`);
  database.close();
};

describe('an index file of the format before', () => {
  it('is opened, says so, and answers agents', () => {
    const index = openIndex(path);
    expect(index.format).toBe(1);
    expect(index.productCount).toBe(15);
    const find = (text: string) => index.products({ ...page, text }).map(({ id }) => id);
    expect(find('lamp')).toEqual(['LAMP-27']);
    expect(find('ete tee')).toEqual(['TEE']);
    expect(find('powrbank')).toEqual(['POWER']);
    expect(find('kettle')).toEqual(['GONE']);
    expect(find('24-MB01')).toEqual(['DRILL-10']);
    const roots = index.categories({ parentId: null, limit: undefined, offset: 0 });
    expect(roots.map(({ label }) => label)).toContain('Phones');
    expect(index.products({ ...page, categoryId: roots[0]!.id, text: undefined }).length).toBeGreaterThan(0);
    index.close();
  });

  it('is what a feed without a change becomes in the current one', async () => {
    const feed = readFileSync(join(fixtures, 'format-1.tsv'), 'utf8');
    const { products } = await buildFeedFile(bytesOf(feed), path, options);
    const index = openIndex(path);
    expect([index.format, products]).toEqual([indexFormat, 15]);
    index.close();
  });
});

describe('an index file that this version cannot read', () => {
  it.each([indexFormat + 1, 4_711, -1])('says its number: %i', (format) => {
    number(format);
    expect(() => openIndex(path)).toThrow(`The index has format ${format};`);
  });

  it.each<[string, () => void]>([
    ['no SQLite', () => writeFileSync(path, '<html>Not found</html>'.repeat(100))],
    ['empty', () => writeFileSync(path, '')],
    ['cut short', () => truncateSync(path, 40_000)],
    [
      'of another application',
      () => {
        rmSync(path);
        number(0);
      },
    ],
  ])('is refused when it is opened: %s', (_, spoil) => {
    spoil();
    expect(() => openIndex(path)).toThrow();
    // Not left open.
    rmSync(path);
  });
});
