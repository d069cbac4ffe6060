import fc from 'fast-check';
import { expect, it } from 'vitest';
import { categoryPaths, type ShopCategory } from '../../../connector/catalog/category-paths.ts';

const shop: ShopCategory[] = [
  { id: '1', parentId: null, label: 'Home' },
  { id: '2', parentId: '1', label: ' Kitchen ' },
  { id: '3', parentId: '2', label: 'Mugs' },
  { id: '4', parentId: 'gone', label: 'Orphans' },
  { id: '5', parentId: '1', label: ' ' },
  { id: '6', parentId: '5', label: 'Below one without a name' },
];

it.each([
  ['3', ['Home', 'Kitchen', 'Mugs']],
  ['4', ['Orphans']],
  ['6', ['Home', 'Below one without a name']],
  ['5', undefined],
  ['unknown', undefined],
])('tells the path of %s', (id, path) => {
  expect(categoryPaths(shop)(id)).toEqual(path);
});

it('ends a circle of parents', () => {
  const circle = ['a', 'b', 'c'].map((id, index, all) => ({ id, parentId: all[(index + 1) % 3]!, label: id }));
  expect(categoryPaths(circle)('a')).toEqual(['c', 'b', 'a']);
  expect(categoryPaths([{ id: 'a', parentId: 'a', label: 'A' }])('a')).toEqual(['A']);
});

it('answers short paths of labels, whatever the parents are', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', '');
  const category = fc.record({ id, parentId: fc.option(id), label: fc.constantFrom('A', 'B', '') });
  fc.assert(
    fc.property(fc.array(category), (categories) => {
      const pathOf = categoryPaths(categories);
      for (const { id } of categories) {
        const path = pathOf(id);
        if (path) expect(path.length > 0 && path.length <= 20 && path.every(Boolean)).toBe(true);
      }
    }),
  );
});
