import { expect, test } from 'vitest';
import { categoryPaths } from '../../../../../connector/sources/product-feed/items/category-paths.ts';

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
