import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CatalogIndex, openIndex } from '../../../connector/search/catalog-index.ts';
import { buildIndex } from './build-index.ts';
import { someEntry } from './some-entry.ts';

const everything = { parentId: undefined, limit: undefined, offset: 0 };

function idsOf(index: CatalogIndex, query: { text?: string; categoryId?: string; limit?: number; offset?: number }) {
  return index
    .products({ text: undefined, categoryId: undefined, limit: 1000, offset: 0, ...query })
    .map(({ id }) => id);
}

/** Everything in pages of `size`, up to and with the first empty one. */
function idsByPages(index: CatalogIndex, query: { text?: string; categoryId?: string }, size: number): string[] {
  const ids: string[] = [];
  for (;;) {
    const page = idsOf(index, { ...query, limit: size, offset: ids.length });
    if (page.length === 0) return ids;
    ids.push(...page);
  }
}

const products = fc
  .array(
    fc.record({
      title: fc.array(fc.constantFrom('red', 'blue', 'shirt', 'shirts', 'bag'), { minLength: 1, maxLength: 3 }),
      description: fc.constantFrom('', 'red cotton', 'goes with a shirt'),
      available: fc.boolean(),
      paths: fc.array(fc.array(fc.constantFrom('A', 'B'), { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    }),
    { maxLength: 40 },
  )
  .map((list) => list.map((entry, i) => someEntry({ ...entry, title: entry.title.join(' '), id: String(i) })));

describe('a built index', () => {
  it('lists what is in stock first, then in the order of the feed', async () => {
    const stock = [false, true, false, true];
    const index = await buildIndex(
      stock.map((available, i) => someEntry({ id: String(i), available })),
      ':memory:',
    );
    expect(idsOf(index, {})).toEqual(['1', '3', '0', '2']);
    expect(idsOf(index, { text: 'thing' })).toEqual(['1', '3', '0', '2']);
    index.close();
  });

  it('gives products back as they came', async () => {
    const entry = someEntry({ title: 'Été “quoted” \u0000 \ud83d\ude00', description: "it's" });
    const index = await buildIndex([entry], ':memory:');
    expect(index.products({ text: undefined, categoryId: undefined, limit: 1, offset: 0 })).toEqual([entry.product]);
    index.close();
  });

  it('is the same in a file, read from a stream of entries', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'index-'));
    const path = join(directory, 'catalog.db');
    const entries = [
      someEntry({ id: '1', title: 'Red bag', paths: [['Bags']] }),
      someEntry({ id: '2', title: 'Blue bag', available: false }),
    ];
    const stream = async function* () {
      yield* entries;
    };
    (await buildIndex(stream(), path)).close();
    const stored = openIndex(path);
    const inMemory = await buildIndex(entries, ':memory:');
    expect(stored.categories(everything)).toEqual(inMemory.categories(everything));
    for (const text of [undefined, 'bag', 'bleu', 'red bags'])
      expect(idsOf(stored, { text })).toEqual(idsOf(inMemory, { text }));
    expect(stored.productCount).toBe(2);
    stored.close();
    inMemory.close();
    rmSync(directory, { recursive: true });
  });

  it('holds under each category the products that the count announces, and filters text by it', () =>
    fc.assert(
      fc.asyncProperty(products, async (entries) => {
        const index = await buildIndex(entries, ':memory:');
        const ranked = [
          ...entries.filter(({ product }) => product.available),
          ...entries.filter(({ product }) => !product.available),
        ];
        expect(idsOf(index, {})).toEqual(ranked.map(({ product }) => product.id));
        const pathOf = new Map<string, string[]>();
        for (const { id, parentId, label, productCount } of index.categories(everything)) {
          const path = [...(parentId === null ? [] : pathOf.get(parentId)!), label];
          pathOf.set(id, path);
          const inside = ranked.filter(({ categoryPaths }) =>
            categoryPaths.some((other) => path.every((part, i) => other[i] === part)),
          );
          const ids = idsOf(index, { categoryId: id });
          expect(ids).toEqual(inside.map(({ product }) => product.id));
          expect(ids).toHaveLength(productCount);
          for (const text of ['shirt', 'red', 'bag red', 'shrit']) {
            expect(idsOf(index, { categoryId: id, text }).every((found) => ids.includes(found))).toBe(true);
          }
        }
        index.close();
      }),
      { numRuns: 40 },
    ));

  it('finds every product that has every word, before those that have some', () =>
    fc.assert(
      fc.asyncProperty(
        products,
        fc.constantFrom(['red'], ['bag', 'blue'], ['cotton', 'red']),
        async (entries, words) => {
          const index = await buildIndex(entries, ':memory:');
          const has = ({ product }: (typeof entries)[number], word: string) =>
            `${product.title} ${product.description}`.split(' ').includes(word);
          const idsWith = (enough: (has: boolean[]) => boolean) =>
            entries.filter((entry) => enough(words.map((word) => has(entry, word)))).map(({ product }) => product.id);
          const found = idsOf(index, { text: words.join(' ') });
          const every = idsWith((has) => !has.includes(false));
          expect(found.slice(0, every.length).sort()).toEqual(every.sort());
          expect(found).toEqual(expect.arrayContaining(idsWith((has) => has.includes(true))));
          index.close();
        },
      ),
      { numRuns: 60 },
    ));

  it('pages alike at every size, without repeating or skipping, past the ranked candidates too', async () => {
    const kinds = ['red shirt', 'blue shirt', 'red bag', 'shirt', 'bag'];
    const entries = Array.from({ length: 1500 }, (_, i) =>
      someEntry({
        id: String(i),
        title: kinds[(i * 7) % kinds.length],
        description: i % 3 ? '' : 'red cotton',
        available: i % 4 !== 0,
        paths: i % 2 ? [['Half']] : [],
        references: [`R-${i}`],
      }),
    );
    const index = await buildIndex(entries, ':memory:');
    const [half] = index.categories(everything);
    for (const text of [
      'red',
      'shirt',
      'red shirt',
      's',
      'cotton bag',
      'shrit red',
      'red shirt bag',
      'r-12',
      undefined,
    ]) {
      for (const categoryId of [undefined, half!.id]) {
        const [large, small] = [
          idsByPages(index, { text, categoryId }, 97),
          idsByPages(index, { text, categoryId }, 20),
        ];
        expect(small, `${text}`).toEqual(large);
        expect(new Set(small).size, `${text}`).toBe(small.length);
      }
    }
    const red = entries.filter(({ product }) => `${product.title} ${product.description}`.includes('red'));
    expect(idsByPages(index, { text: 'red' }, 50)).toHaveLength(red.length);
    index.close();
  });

  it('lists everything once where the last word begins more words than it spells out', async () => {
    const entries = Array.from({ length: 1200 }, (_, i) =>
      someEntry({
        id: String(i),
        title: i % 3 === 0 ? `bed${'abcdefghij'[i % 10]}${'abcdefghij'[Math.floor(i / 10) % 10]}` : 'Lamp',
        description: i % 2 === 0 ? 'for the bed' : '',
        paths: [['All']],
      }),
    );
    const index = await buildIndex(entries, ':memory:');
    const [all] = index.categories(everything);
    for (const text of ['bed', 'lamp bed', 'xyzzyx bed']) {
      for (const categoryId of [undefined, all!.id]) {
        const [large, small] = [97, 20].map((size) => idsByPages(index, { text, categoryId }, size));
        expect(small, text).toEqual(large);
        expect(new Set(small).size, text).toBe(small!.length);
        const matching = entries.filter(
          ({ product }) => product.description !== '' && (text !== 'lamp bed' || product.title === 'Lamp'),
        );
        expect(small, text).toEqual(expect.arrayContaining(matching.map(({ product }) => product.id)));
      }
    }
    index.close();
  });

  it('answers nothing for an unknown category and past the end', async () => {
    const index = await buildIndex([someEntry({ paths: [['A']] })], ':memory:');
    for (const categoryId of ['', 'x', '0123456789abcdef', '" OR words', 'D778A9A116332A9C']) {
      expect(idsOf(index, { categoryId })).toEqual([]);
      expect(idsOf(index, { categoryId, text: 'thing' })).toEqual([]);
      expect(index.categories({ ...everything, parentId: categoryId })).toEqual([]);
    }
    expect(idsOf(index, { offset: 1 })).toEqual([]);
    expect(idsOf(index, { offset: 1, text: 'thing' })).toEqual([]);
    index.close();
  });

  it('pages categories, and tells roots from children', async () => {
    const index = await buildIndex([someEntry({ paths: [['A', 'B'], ['C']] })], ':memory:');
    const labels = (query: object) => index.categories({ ...everything, ...query }).map(({ label }) => label);
    const [a] = index.categories(everything);
    expect(labels({})).toEqual(['A', 'B', 'C']);
    expect(labels({ limit: 1, offset: 1 })).toEqual(['B']);
    expect(labels({ parentId: null })).toEqual(['A', 'C']);
    expect(labels({ parentId: a!.id })).toEqual(['B']);
    index.close();
  });
});
