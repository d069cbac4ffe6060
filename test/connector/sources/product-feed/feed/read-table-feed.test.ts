import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeedItem } from '../../../../../connector/sources/product-feed/feed/feed-item.ts';
import { tableFeedReader } from '../../../../../connector/sources/product-feed/feed/read-table-feed.ts';

fc.configureGlobal({ seed: 1 });

function rows(text: string, delimiter = ','): FeedItem[] {
  const items: FeedItem[] = [];
  const reader = tableFeedReader({ delimiter, line: 0 }, (item) => items.push(item));
  reader.write(text);
  reader.end();
  return items;
}

const titles = (text: string, delimiter?: string) => rows(text, delimiter).map(({ values }) => values.title);
const paths = (cell: string, delimiter = '\t') =>
  rows(`id${delimiter}product_type\n1${delimiter}${cell}`, delimiter)[0]?.productTypes;

test('a well-formed table reads as csv-parse reads it', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab ",;\t\n'), maxLength: 6 }).map((text) => plain(text).trim());
  // A line break and a delimiter in one cell can make each of its lines look like a row: then stray quotes weigh more.
  const plain = (text: string) => (text.includes('\n') ? text.replace(/[,;\t]/g, '') : text);
  const row = fc.tuple(fc.integer({ min: 1 }).map(String), cell, cell, cell);
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.boolean(),
      (table, delimiter, always) => {
        const written = [['id', 'title', 'brand', 'mpn'], ...table]
          .map((cells) =>
            cells.map((text) => (always || /["\n\t,;|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)),
          )
          .map((cells) => `${cells.join(delimiter)}\n`)
          .join('');
        const expected = parse(written, { delimiter, columns: true }) as Record<string, string>[];
        const read = rows(written, delimiter).map(({ values: { id, title = '', brand = '', mpn = '' } }) => ({
          id,
          title,
          brand,
          mpn,
        }));
        expect(read).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test('a quote inside a cell, or around a part of it, is an ordinary character', () => {
  expect(titles('id,title,brand\n1,27" screen,x\n2,"Best" jacket,y\n3,a "b" c,z\n')).toEqual([
    '27" screen',
    '"Best" jacket',
    'a "b" c',
  ]);
});

test('a quote that never closes costs its own row at most', () => {
  expect(titles('id\ttitle\tbrand\n1\t"27 inch\tx\n2\tLamp\ty\n3\t"a, b"\tz\n', '\t')).toEqual([
    '"27 inch',
    'Lamp',
    'a, b',
  ]);
  expect(titles('id\ttitle\tbrand\n1\t"27 inch\tx\n2\t"a, b"\ty\n', '\t')).toEqual(['"27 inch', 'a, b']);
  expect(titles('id\ttitle\tbrand\tmpn\n1\t"27 inch\tx\t"m"\n2\tLamp\ty\tn\n', '\t')).toEqual(['"27 inch', 'Lamp']);
  expect(titles('id,title,brand\n1,Lamp,"open\n')).toEqual(['Lamp']);
});

test('a quoted cell may span lines, also the last one of a row', () => {
  expect(rows('id,title,description\n1,"a\nb","c\n\nd"\n2,e,f').map(({ values }) => values)).toEqual([
    { id: '1', title: 'a\nb', description: 'c\n\nd' },
    { id: '2', title: 'e', description: 'f' },
  ]);
});

test('a file full of stray quotes is read in linear time, row by row', () => {
  const count = 50_000;
  const read = titles(`id\ttitle\tbrand\n${'1\t"27 inch\n'.repeat(count)}`, '\t');
  expect(read).toHaveLength(count);
  expect(new Set(read)).toEqual(new Set(['"27 inch']));
});

test('a comma separates category paths unless quotes protect it', () => {
  expect(paths('Men > Tops > Hoodies & Sweatshirts,Collections > Eco')).toEqual([
    'Men > Tops > Hoodies & Sweatshirts',
    'Collections > Eco',
  ]);
  expect(paths('"Home > Tables, Chairs"')).toEqual(['Home > Tables, Chairs']);
  expect(paths('"Home > Tables, Chairs",Sale')).toEqual(['Home > Tables, Chairs', 'Sale']);
  expect(paths('"""Home > Tables, Chairs"",Sale"')).toEqual(['Home > Tables, Chairs', 'Sale']);
  expect(paths('Screens > 27",Sale')).toEqual(['Screens > 27"', 'Sale']);
});

test("the quotes of a CSV cell are the table's own, as in a file that quotes everything", () => {
  expect(paths('"Men > Tops,Sale"', ',')).toEqual(['Men > Tops', 'Sale']);
  expect(paths('"""Tables, Chairs"",Sale"', ',')).toEqual(['Tables, Chairs', 'Sale']);
  expect(rows('"id"\t"product_type"\n"1"\t"Men > Tops,Sale"', '\t')[0]?.productTypes).toEqual(['Men > Tops', 'Sale']);
});

test('short rows, long rows, empty lines and repeated columns are forgiven', () => {
  expect(
    rows('id,title,product_type,product_type\n\n1\n2,a,b,c,d\n').map(({ values, productTypes }) => [
      values,
      productTypes,
    ]),
  ).toEqual([
    [{ id: '1' }, []],
    [{ id: '2', title: 'a' }, ['b', 'c']],
  ]);
});
