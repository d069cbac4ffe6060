import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { CatalogSource, Category, Credentials, Product, Shop } from '../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { ShopFailure } from '../../connector/errors.ts';
import { parseWebsite } from '../../connector/website.ts';

interface CatalogSourceCase<C extends Credentials> {
  source: CatalogSource<C>;
  /** Open a shop that holds at least three products and one category; asked when a test begins. */
  credentials: () => C;
  /** Look right but open nothing: the shop answers that it is not there, or refuses. */
  wrongCredentials: () => C;
}

/** What every catalog source must do. A bug found in one of them extends this suite. */
export function describeCatalogSource<C extends Credentials>(
  name: string,
  { source, credentials, wrongCredentials }: CatalogSourceCase<C>,
): void {
  const shopWith = (opened: C): Shop<C> => ({
    website: parseWebsite('ha-1')!,
    credentials: opened,
    cacheKey: `ha-1:${JSON.stringify(opened)}`,
    deadline: deadlineIn(10_000),
    count: () => {},
  });
  const shop = () => shopWith(credentials());
  const categories = (query: { parentId?: string | null; limit?: number; offset?: number } = {}) =>
    source.categories(shop(), { parentId: undefined, limit: undefined, offset: 0, ...query });
  const products = (query: { categoryId?: string; text?: string; limit?: number; offset?: number } = {}) =>
    source.products(shop(), { categoryId: undefined, text: undefined, limit: 100, offset: 0, ...query });

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

  describe(`${name} as a catalog source`, () => {
    it('declares parameters that a merchant can fill in', () => {
      const keys = source.parameters.map(({ key }) => key);
      expect(new Set([...keys, 'websiteId', 'iadvizeApiKey']).size).toBe(keys.length + 2);
      for (const { key, label, help, schema, type } of source.parameters) {
        expect(key).toMatch(/^[a-zA-Z][a-zA-Z0-9_]*$/);
        expect(label.trim()).not.toBe('');
        expect(help).toMatch(/\.$/);
        const wrong = z.safeParse(schema, type === 'text' ? false : 'not a toggle');
        expect(wrong.success ? '' : wrong.error.issues[0]!.message, `${key} says what was expected`).toMatch(/\w{3,}/);
      }
    });

    it('accepts the credentials that its own parameters let through', () => {
      const given = credentials();
      for (const { key, required, schema } of source.parameters) {
        if (given[key] === undefined) expect(required, key).toBe(false);
        else expect(z.safeParse(schema, given[key])).toEqual({ success: true, data: given[key] });
      }
    });

    it('proves a catalog in one sentence, without a secret in it', async () => {
      const given = credentials();
      const proof = await source.verify(shopWith(given));
      expect(proof.trim()).toMatch(/\w/);
      expect(proof).not.toContain('\n');
      for (const { key, secret } of source.parameters)
        if (secret && given[key]) expect(proof).not.toContain(String(given[key]));
    });

    it('says what is wrong with wrong credentials, and where', async () => {
      const failure = await source.verify(shopWith(wrongCredentials())).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(ShopFailure);
      // Without one, the merchant sees it under the source's first field.
      const { parameter = source.parameters[0]!.key } = failure as ShopFailure;
      expect(source.parameters.map(({ key }) => key)).toContain(parameter);
      const wrong = shopWith(wrongCredentials());
      await expect(
        source.products(wrong, { categoryId: undefined, text: undefined, limit: 1, offset: 0 }),
      ).rejects.toBeInstanceOf(ShopFailure);
      await expect(
        source.categories(wrong, { parentId: undefined, limit: undefined, offset: 0 }),
      ).rejects.toBeInstanceOf(ShopFailure);
    });

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
