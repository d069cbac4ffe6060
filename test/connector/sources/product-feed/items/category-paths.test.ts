import { expect, test } from 'vitest';
import { categoryPaths } from '../../../../../connector/sources/product-feed/items/category-paths.ts';
import { read } from '../read-text.ts';

const of = (productTypes: string[], google?: string) =>
  categoryPaths({ productTypes, values: google === undefined ? {} : { google_product_category: google } });

test('paths are cut at ">", trimmed, decoded, without empty parts and repetitions', () => {
  expect(
    of([' Men >Tops> Hoodies &amp; Sweatshirts ', '> Audio/Video >> ', 'Men &gt; Tops > Hoodies & Sweatshirts', '']),
  ).toEqual([['Men', 'Tops', 'Hoodies & Sweatshirts'], ['Audio/Video']]);
});

test('ten levels at most', () => {
  expect(of(['1>2>3>4>5>6>7>8>9>10>11>12'])[0]).toHaveLength(10);
});

test("Google's category counts only without an own one, and as text", () => {
  expect(of(['Mine'], 'Home > Lamps')).toEqual([['Mine']]);
  expect(of([' > '], 'Arts, Crafts > Yarn')).toEqual([['Arts, Crafts', 'Yarn']]);
  expect(of([], '1604 - Apparel & Accessories > Clothing')).toEqual([['Apparel & Accessories', 'Clothing']]);
  expect(of([], '2271')).toEqual([]);
});

test('a cell of commas without end is quick', async () => {
  for (const cell of [', a'.repeat(20_000), 'x > y', ', a > b & c'.repeat(5_000)]) {
    const before = performance.now();
    expect((await listed(cell)).length).toBeLessThanOrEqual(20);
    expect(performance.now() - before).toBeLessThan(500);
  }
});

const listed = async (cell: string, delimiter = ',') => {
  const quoted = delimiter === ',' ? `"${cell.replaceAll('"', '""')}"` : cell;
  const feed = [
    ['id', 'title', 'link', 'image_link', 'price', 'product_type'],
    ['1', 'Mug', 'https://s.example/1', 'https://s.example/1.jpg', '1 EUR', quoted],
  ];
  return (await read(feed.map((row) => row.join(delimiter)).join('\n'))).entries[0]!.categoryPaths;
};

test.each<[string, string[][]]>([
  ['Bags, Cases & Luggage', [['Bags, Cases & Luggage']]],
  ['Bags, Cases & Luggage > Wallets', [['Bags, Cases & Luggage', 'Wallets']]],
  ['Food, Beverages & Tobacco > Food Items > Coffee', [['Food, Beverages & Tobacco', 'Food Items', 'Coffee']]],
  ['Home > Linens > Quilts, Throws and Covers', [['Home', 'Linens', 'Quilts, Throws and Covers']]],
  ['Männer > Hemden, Blusen', [['Männer', 'Hemden, Blusen']]],
  ['Men > Tops,Sale', [['Men', 'Tops'], ['Sale']]],
  [
    'Men > Tops, Women > Tops',
    [
      ['Men', 'Tops'],
      ['Women', 'Tops'],
    ],
  ],
  [
    'Apparel & Accessories > Handbags, Wallets & Cases > Handbags',
    [['Apparel & Accessories', 'Handbags, Wallets & Cases', 'Handbags']],
  ],
  [
    'Electronics > Print, Copy, Scan & Fax > Printers, Copiers & Fax Machines > Printers',
    [['Electronics', 'Print, Copy, Scan & Fax', 'Printers, Copiers & Fax Machines', 'Printers']],
  ],
  ['Mode > Hüte, Mützen und Kappen > Hüte', [['Mode', 'Hüte, Mützen und Kappen', 'Hüte']]],
  [
    'Food, Beverages & Tobacco > Coffee, Home & Garden > Mugs',
    [
      ['Food, Beverages & Tobacco', 'Coffee'],
      ['Home & Garden', 'Mugs'],
    ],
  ],
  [
    'Jeux & Jouets > Puzzles, Jeux & Jouets > Cubes',
    [
      ['Jeux & Jouets', 'Puzzles'],
      ['Jeux & Jouets', 'Cubes'],
    ],
  ],
  ['Audio > Jack 3,5 mm > Câbles', [['Audio', 'Jack 3,5 mm', 'Câbles']]],
  ['Shoes, Sandals', [['Shoes'], ['Sandals']]],
  ['"Bags, Cases & Luggage > Wallets",Sale', [['Bags, Cases & Luggage', 'Wallets'], ['Sale']]],
  ['Sale, "Eco, fair"', [['Sale'], ['Eco, fair']]],
])('the cell %s holds %j', async (cell, paths) => {
  expect(await listed(cell)).toEqual(paths);
  expect(await listed(cell, ';')).toEqual(paths);
});
