import fc from 'fast-check';
import { expect, it } from 'vitest';
import { read } from '../read-text.ts';

const header = ['id', 'title', 'link', 'image_link', 'price'];
const rows = ['1', '2'].map((id) => [
  id,
  `Mug ${id}`,
  `https://s.example/${id}`,
  `https://s.example/${id}.jpg`,
  '12.50 EUR',
]);
const table = (delimiter: string, lineBreak = '\n') =>
  [header, ...rows].map((row) => row.join(delimiter) + lineBreak).join('');
const titles = async (feed: string) => (await read(feed)).entries.map(({ product }) => product.title);

it.each([
  ['sep=;', ';', 'sep=;\n'],
  ['a mark and sep', ',', '\ufeffsep=,\r\n'],
  ['a title', ',', 'Products of our shop, as of today\n'],
  ['a title and an empty line', '\t', 'My shop\n\n'],
  [
    'comments of a template',
    ',',
    '"# Required | A code, at most 100 characters","# Required | Its title, in words","# Required | A link"\n',
  ],
  ['a comment of several lines', ',', '"# Fill in\none row\na product",,,\n'],
  ['prose with names of columns', ',', 'The columns id and title are required\n'],
  [
    'prose with more names than the header',
    ',',
    'Columns: id, title, description, link, image_link, price, brand, availability, gtin, mpn, color, size\n',
  ],
  ['the header once more, as a comment', '\t', '# id\ttitle\tlink\timage_link\tprice\n'],
  ['lines that begin with #', '|', '# exported 2026-11-27\n# by hand\n'],
])('skips %s before the header', async (_, delimiter, before) => {
  for (const lineBreak of ['\n', '\r\n']) {
    expect(await titles(before + table(delimiter, lineBreak))).toEqual(['Mug 1', 'Mug 2']);
  }
});

it('skips any lines that name fewer columns, up to twenty', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom(...'ab ,;|\t#='), maxLength: 30 }), { maxLength: 20 }),
      fc.constantFrom(',', ';', '\t', '|'),
      async (lines, delimiter) => {
        expect(await titles(lines.map((line) => `${line}\n`).join('') + table(delimiter))).toEqual(['Mug 1', 'Mug 2']);
      },
    ),
  ));

it('refuses what has no header within them', async () => {
  await expect(read('prose\n'.repeat(30) + table(','))).rejects.toMatchObject({ reason: 'not_a_catalog' });
});

it('is quick with lines that only look like headers', async () => {
  for (const cell of ['-', '(', 'x[', 'g:', ' required']) {
    const before = performance.now();
    await titles(`${cell.repeat(30_000 / cell.length)}\n${table(',')}`);
    expect(performance.now() - before).toBeLessThan(500);
  }
});

it('takes names in brackets for no JSON', async () => {
  for (const delimiter of ['\t', ',']) {
    const marked = [header.map((name) => `[${name}]`), ...rows].map((row) => row.join(delimiter)).join('\n');
    expect(await titles(marked)).toEqual(['Mug 1', 'Mug 2']);
  }
  for (const json of ['[["id","title","link"],["1","Mug","x"]]', '[ {"id":1}]', '[]', '[1,2]', '{"id":1}']) {
    await expect(read(json)).rejects.toThrow('JSON');
  }
});
