import { describe, expect, it } from 'vitest';
import type { Category, Product } from '../../connector/catalog/catalog-source.ts';
import type { CategoryQuery, ProductQuery } from '../../connector/contract/catalog.ts';

/** Answers at once, as an index does, or later, as a live shop. */
interface Answers {
  categories(query: CategoryQuery): readonly Category[] | Promise<readonly Category[]>;
  products(query: ProductQuery): readonly Product[] | Promise<readonly Product[]>;
}

/** What answers agents, whatever it comes from, must do; `catalog` holds at least three products and one category. */
export function describeCatalog(name: string, catalog: () => Answers | Promise<Answers>): void {
  const categories = async (query: Partial<CategoryQuery> = {}) =>
    (await catalog()).categories({ parentId: undefined, limit: undefined, offset: 0, ...query });
  const products = async (query: Partial<ProductQuery> = {}) =>
    (await catalog()).products({ categoryId: undefined, text: undefined, limit: 100, offset: 0, ...query });

  async function allProducts(query: { categoryId?: string; text?: string } = {}, size = 100): Promise<Product[]> {
    const all: Product[] = [];
    for (;;) {
      const page = await products({ ...query, limit: size, offset: all.length });
      if (page.length === 0) return all;
      expect(page.length).toBeLessThanOrEqual(size);
      all.push(...page);
    }
  }
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

  describe(`what ${name} answers`, () => {
    it('lists categories once each, parents before their children', async () => {
      const all = await categories();
      expect(all.length).toBeGreaterThan(0);
      const known = new Set<string | null>([null]);
      for (const { id, parentId, label } of all) {
        expect(known.has(parentId), `${label} stands after its parent`).toBe(true);
        expect(known.has(id), `${label} stands once`).toBe(false);
        known.add(id);
      }
    });

    it('unfolds the same categories level by level', async () => {
      const all = await categories();
      const unfold = async (parentId: string | null): Promise<Category[]> => {
        const level = await categories({ parentId });
        return [...level, ...(await Promise.all(level.map(({ id }) => unfold(id)))).flat()];
      };
      const byId = (a: Category, b: Category) => (a.id < b.id ? -1 : 1);
      expect((await unfold(null)).toSorted(byId)).toEqual(all.toSorted(byId));
      expect(await categories({ parentId: 'no such category' })).toEqual([]);
    });

    it('pages categories', async () => {
      const all = await categories();
      expect(await categories({ limit: 1 })).toEqual(all.slice(0, 1));
      expect(await categories({ limit: 2, offset: 1 })).toEqual(all.slice(1, 3));
      expect(await categories({ offset: all.length })).toEqual([]);
    });

    it('gives complete products in plain text', async () => {
      const all = await allProducts();
      expect(all.length).toBeGreaterThanOrEqual(3);
      for (const { id, title, url, imageUrl, description, shortDescription, price, salePrice, available } of all) {
        expect(id).not.toBe('');
        expect(title.trim()).not.toBe('');
        expect(new URL(url).protocol).toMatch(/^https?:$/);
        expect(new URL(imageUrl).protocol).toMatch(/^https?:$/);
        expect(`${title} ${description} ${shortDescription ?? ''}`).not.toMatch(/<\/?[a-z]+[^>]*>|&(?:amp|lt|#\d+);/);
        expect(typeof available).toBe('boolean');
        expect(price.amount).toBeGreaterThanOrEqual(0);
        expect(price.currency).toMatch(/^[A-Z]{3}$/);
        if (salePrice) expect(salePrice.amount).toBeLessThan(price.amount);
      }
    });

    it('pages products without repeating or skipping any, at every page size', async () => {
      const all = ids(await allProducts());
      expect(new Set(all).size).toBe(all.length);
      for (const size of [1, 2, 3, 7]) expect(ids(await allProducts({}, size))).toEqual(all);
      expect(await products({ offset: all.length + 1 })).toEqual([]);
    });

    it('holds in each category the products that it counts, those of its descendants included', async () => {
      const all = await categories();
      const inside = new Map<string, string[]>();
      for (const { id, label, productCount } of all) {
        inside.set(id, ids(await allProducts({ categoryId: id })));
        expect(inside.get(id), label).toHaveLength(productCount);
        expect(new Set(inside.get(id)).size).toBe(productCount);
      }
      for (const { id, parentId } of all) {
        if (parentId !== null) expect(inside.get(parentId)).toEqual(expect.arrayContaining(inside.get(id)!));
      }
      expect(await products({ categoryId: 'no such category' })).toEqual([]);
    });

    it('finds a product by its title, within its categories only', async () => {
      const all = await categories();
      for (const { id, title } of (await allProducts()).slice(0, 5)) {
        expect(ids(await allProducts({ text: title })), title).toContain(id);
        for (const category of all.slice(0, 5)) {
          const inside = ids(await allProducts({ categoryId: category.id }));
          const found = ids(await allProducts({ categoryId: category.id, text: title }));
          expect(inside).toEqual(expect.arrayContaining(found));
          expect(found.includes(id), `${title} in ${category.label}`).toBe(inside.includes(id));
        }
      }
    });

    it('pages a search like a list', async () => {
      const [first] = await allProducts();
      const text = first!.title.split(' ')[0]!;
      const all = ids(await allProducts({ text }));
      expect(new Set(all).size).toBe(all.length);
      for (const size of [1, 3]) expect(ids(await allProducts({ text }, size))).toEqual(all);
    });

    it.each(['"', "' OR 1=1 --", 'a AND (', '*', '%', '\\', '\0', '🙂', '<b>', '-a', 'x'.repeat(500), 'NOT NEAR('])(
      'takes %j for a text like any other',
      async (text) => expect(Array.isArray(await products({ text }))).toBe(true),
    );
  });
}
