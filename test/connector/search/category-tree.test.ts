import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CategoryTree } from '../../../connector/search/category-tree.ts';

function treeOf(...products: string[][][]): CategoryTree {
  const tree = new CategoryTree();
  for (const paths of products) tree.add(paths);
  return tree;
}

const paths = fc.array(fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 4 }), { maxLength: 3 });

describe('CategoryTree', () => {
  it('lists categories alphabetically, each right before what lies below it', () => {
    const labels = treeOf([['Women'], ['Men', 'Tops']], [['Men', 'Bottoms'], ['Été'], ['Zoo 10'], ['Zoo 9']])
      .list()
      .map(({ label }) => label);
    expect(labels).toEqual(['Été', 'Men', 'Bottoms', 'Tops', 'Women', 'Zoo 9', 'Zoo 10']);
  });

  it('counts a product once wherever its paths meet', () =>
    expect(
      treeOf(
        [
          ['Men', 'Tops'],
          ['Men', 'Sale'],
        ],
        [['Men']],
      ).list(),
    ).toMatchObject([
      { label: 'Men', productCount: 2 },
      { label: 'Sale', productCount: 1 },
      { label: 'Tops', productCount: 1 },
    ]));

  it('stops growing at its limit, and counts what lies deeper where it belongs', () => {
    const tree = new CategoryTree(2);
    const numbers = [[['Men', 'Tops', 'Tees']], [['Women'], ['Men', 'Tops']]].map((paths) =>
      tree.add(paths).map(({ number }) => number),
    );
    expect(numbers).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(tree.list()).toMatchObject([
      { label: 'Men', productCount: 2 },
      { label: 'Tops', productCount: 2 },
    ]);
  });

  it('gives a path the same id whatever else the feed holds, and equal labels in two places two ids', () => {
    const [small, large] = [
      treeOf([['Men', 'Tops']]).list(),
      treeOf([['A'], ['Women', 'Tops']], [['Men', 'Tops']]).list(),
    ];
    expect(large.map(({ id }) => id)).toEqual(expect.arrayContaining(small.map(({ id }) => id)));
    expect(new Set(large.map(({ id }) => id)).size).toBe(large.length);
    expect(small.map(({ id }) => id)).toEqual(['d778a9a116332a9c', 'c85e89a33161e1c3']);
  });

  it('counts like a plain list of prefixes', () =>
    fc.assert(
      fc.property(fc.array(paths, { maxLength: 8 }), (products) => {
        const expected = new Map<string, number>();
        for (const product of products) {
          const prefixes = new Set(product.flatMap((path) => path.map((_, i) => path.slice(0, i + 1).join('>'))));
          for (const prefix of prefixes) expected.set(prefix, (expected.get(prefix) ?? 0) + 1);
        }
        const pathOf = new Map<string | null, string>([[null, '']]);
        const counted = treeOf(...products)
          .list()
          .map(({ id, parentId, label, productCount }) => {
            expect(pathOf.has(parentId), 'parents stand before their children').toBe(true);
            const path = `${pathOf.get(parentId)}>${label}`;
            pathOf.set(id, path);
            return [path.slice(1), productCount] as const;
          });
        expect(new Map(counted)).toEqual(expected);
        expect(counted).toHaveLength(expected.size);
      }),
    ));
});
