import type { Check } from '../check.ts';
import { requireList, show } from '../requirements.ts';
import { count } from '../rules.ts';
import { Violation } from '../violation.ts';
import { productsOf, sampleOf } from './catalog-lists.ts';
import { categoryPagesOf } from './category-pages.ts';

/** What `idCategory` selects. */
export const categoryChecks: readonly Check[] = [
  {
    name: 'category-within-list',
    title: 'The products of a category are products of the shop.',
    async run(context) {
      const { ids, complete } = await productsOf(context);
      if (!complete) return 'not judged: the catalog is too long to be read whole';
      for (const { category, ids: found, exchange } of await categoryPagesOf(context)) {
        const stranger = found.find((id) => !ids.includes(id));
        if (stranger === undefined) continue;
        throw new Violation(
          `Category ${show(category.id)} holds ${show(stranger)}, which no page of the shop has.`,
          exchange,
        );
      }
      return undefined;
    },
  },
  {
    name: 'category-selects',
    title: 'idCategory leaves out the products of other categories.',
    async run(context) {
      const { ids } = await productsOf(context);
      const pages = await categoryPagesOf(context);
      const narrow = pages.filter(({ ids: found }) => new Set(found).size < ids.length);
      // A category may well hold every product, as all of one branch do: only one that says that it holds fewer may not.
      const wide = pages.find(({ category, ids: found }) => {
        const { productsCount } = category.item;
        return new Set(found).size >= ids.length && count.holds(productsCount) && Number(productsCount) < ids.length;
      });
      if (!wide) return `${narrow.length} of ${pages.length} categories are narrower`;
      const { category, exchange } = wide;
      throw new Violation(
        `Category ${show(category.id)} answers every product, though it holds ${category.item.productsCount} of ${ids.length}.`,
        exchange,
      );
    },
  },
  {
    name: 'category-includes-descendants',
    title: 'A product is found under its category and every ancestor.',
    async run(context) {
      const pages = await categoryPagesOf(context);
      const byId = new Map(pages.map((page) => [page.category.id, page]));
      for (const { category, ids } of pages) {
        const parent = byId.get(String(category.item.idParent));
        const missing = parent && ids.find((id) => !parent.ids.includes(id));
        if (!parent || missing === undefined) continue;
        const [inner, outer] = [show(category.id), show(parent.category.id)];
        throw new Violation(
          `Product ${show(missing)} is in category ${inner}, not in its parent ${outer}.`,
          parent.exchange,
        );
      }
      return undefined;
    },
  },
  {
    name: 'category-pages',
    title: 'The pages of a category neither repeat nor skip.',
    async run(context) {
      const several = (await categoryPagesOf(context)).filter(({ ids }) => ids.length > 4);
      const sample = sampleOf(several, 4);
      for (const { category, ids } of sample) {
        const limit = Math.max(3, Math.ceil(ids.length / 6));
        for (let offset = 0; offset < ids.length; offset += limit) {
          const exchange = await context.calls.products({ idCategory: category.id, limit, offset });
          const found = requireList(exchange).map(({ id }) => String(id));
          const expected = ids.slice(offset, offset + limit);
          if (String(found) === String(expected)) continue;
          throw new Violation(`At offset ${offset} expected ${show(expected)}, got ${show(found)}.`, exchange);
        }
      }
      return `${sample.length} categories`;
    },
  },
  {
    name: 'unknown-category',
    title: 'An unknown idCategory has no products: [].',
    async run({ calls }) {
      const exchange = await calls.products({ idCategory: 'conformance-no-such-category' });
      const { length } = requireList(exchange);
      if (length > 0) throw new Violation(`Expected [], got ${length} products.`, exchange);
      return undefined;
    },
  },
];
