import type { ListParameters } from '../calls.ts';
import type { Check, Group } from '../check.ts';
import { type Context, shared } from '../context.ts';
import { requireList, requireMediaType, requireStatus, show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { categoriesOf, productsOf, requireFilled, requireUnique, sampleOf } from './catalog-lists.ts';
import { categoryPagesOf } from './category-pages.ts';
import { parameterChecks } from './list-parameters.ts';
import { fieldChecks } from './product-fields.ts';
import { searchChecks } from './product-search.ts';

const smallPage = 7;
const pagedProducts = 20 * smallPage;

/** The first products again, a few at a time. */
const smallPagesOf = shared('small pages of products', async (context) => {
  const { ids } = await productsOf(context);
  const pages = [];
  for (let offset = 0; offset < Math.min(ids.length, pagedProducts); offset += smallPage) {
    const exchange = await context.calls.products({ limit: smallPage, offset });
    const found = requireList(exchange).map(({ id }) => String(id));
    pages.push({ offset, exchange, found, expected: ids.slice(offset, offset + smallPage) });
  }
  return pages;
});

const checks: readonly Check[] = [
  {
    name: 'list',
    title: 'GET /products answers a bare JSON array that is not empty.',
    async run(context) {
      const listing = await productsOf(context);
      requireFilled(listing, 'products');
      return `${listing.items.length} products${listing.complete ? '' : ' read, of more'}`;
    },
  },
  {
    name: 'content-type',
    title: 'The answer is application/json.',
    async run({ calls }) {
      requireMediaType(await calls.products({ limit: 1 }), 'application/json');
      return undefined;
    },
  },
  ...fieldChecks,
  {
    name: 'ids-unique',
    title: 'Every product has an id of its own.',
    async run(context) {
      requireUnique(await productsOf(context), 'product');
      return undefined;
    },
  },
  {
    name: 'default-limit',
    title: 'Without limit a page has 20 products, or all when there are fewer.',
    async run(context) {
      const { ids } = await productsOf(context);
      const exchange = await context.calls.products();
      const { length } = requireList(exchange);
      const expected = Math.min(20, ids.length);
      if (length === expected) return undefined;
      throw new Violation(`Expected ${expected} products, got ${length}.`, exchange);
    },
  },
  {
    name: 'limit-filled',
    title: 'A page is full while there are products left.',
    async run(context) {
      for (const { offset, exchange, found, expected } of await smallPagesOf(context)) {
        if (found.length >= expected.length) continue;
        throw new Violation(`limit=${smallPage}&offset=${offset} has ${found.length} of ${expected.length}.`, exchange);
      }
      return undefined;
    },
  },
  {
    name: 'pages-do-not-repeat',
    title: 'No product stands on two pages.',
    async run(context) {
      const seen = new Map<string, number>();
      for (const { offset, exchange, found } of await smallPagesOf(context)) {
        for (const id of found) {
          const before = seen.get(id);
          if (before !== undefined) {
            throw new Violation(`Product ${show(id)} stands at offset ${before} and again at ${offset}.`, exchange);
          }
          seen.set(id, offset);
        }
      }
      return undefined;
    },
  },
  {
    name: 'pages-do-not-skip',
    title: 'Every product stands on a page.',
    async run(context) {
      const pages = await smallPagesOf(context);
      const found = new Set(pages.flatMap((page) => page.found));
      for (const { expected, exchange, offset } of pages) {
        const skipped = expected.find((id) => !found.has(id));
        if (skipped === undefined) continue;
        throw new Violation(`Product ${show(skipped)} is on no page; expected at offset ${offset}.`, exchange);
      }
      return undefined;
    },
  },
  {
    name: 'pages-keep-order',
    title: 'Pages have the order of the whole list.',
    async run(context) {
      for (const { offset, exchange, found, expected } of await smallPagesOf(context)) {
        if (show(found) === show(expected)) continue;
        throw new Violation(`At offset ${offset} expected ${show(expected)}, got ${show(found)}.`, exchange);
      }
      return undefined;
    },
  },
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
      if (narrow.length > 0 || pages.length < 2) return `${narrow.length} of ${pages.length} categories are narrower`;
      throw new Violation('Every category answers every product.', pages[0]?.exchange);
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
  {
    name: 'empty-filters',
    title: 'Empty idCategory and searchQuery count as not given.',
    async run(context) {
      const { ids } = await productsOf(context);
      const exchange = await context.calls.products({ idCategory: '', searchQuery: '', limit: 5 });
      const found = requireList(exchange).map(({ id }) => String(id));
      if (String(found) === String(ids.slice(0, 5))) return undefined;
      throw new Violation(`Expected the first products of the shop, got ${show(found)}.`, exchange);
    },
  },
  ...searchChecks,
  {
    name: 'hostile-parameters',
    title: 'Strange parameters are answered 200 with a list or 400, never with a fault.',
    async run(context) {
      await productsOf(context);
      const { ids } = await categoriesOf(context);
      let calls = 0;
      for (const value of hostile) {
        for (const name of ['searchQuery', 'idCategory', 'idOperator', 'idConnectorVersion']) {
          await requireCalm(context, { [name]: value });
          calls++;
        }
        await requireCalm(context, { searchQuery: value, idCategory: ids[0] });
      }
      return `${calls + hostile.length} calls`;
    },
  },
  {
    name: 'malformed-escapes',
    title: 'Malformed percent escapes are answered 200 with a list or 400.',
    async run(context) {
      await productsOf(context);
      for (const malformed of ['%', '%z', '%zz', '%C3', '%00', '%ff%fe', '%u0041', '+%', 'a=b=c', '[]', '&=&']) {
        const query = `idWebsite=${context.website}&limit=1&searchQuery=${malformed}`;
        requireStatus(await context.calls.get('/products', query), [200, 400], `for searchQuery=${malformed}`);
      }
      return undefined;
    },
  },
];

const hostile = [
  "'",
  '"',
  '" OR "1"="1',
  "'; DROP TABLE products; --",
  '%',
  '*',
  '_',
  '\\',
  '(',
  'NEAR(a b)',
  'title:a OR NOT b',
  'a AND',
  '^a -b +c ~d',
  '{}[]<>',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '${7*7}',
  '\u0000',
  '\r\nx-injected: 1',
  '\u202eabc',
  '👩‍👩‍👧',
  '日本語',
  'ﬀ İ ß',
  '__proto__',
  'null',
  '-1',
  '1e999',
  'x'.repeat(2_000),
  'a '.repeat(400),
  'é'.repeat(300),
];

async function requireCalm({ calls }: Context, parameters: ListParameters): Promise<void> {
  const exchange = await calls.products({ limit: 2, ...parameters });
  if (requireStatus(exchange, [200, 400], `for ${show(parameters)}`).status === 200) requireList(exchange);
}

export const products: Group = {
  name: 'products',
  title: 'Products',
  section: '§5',
  installed: true,
  checks: [...checks, ...parameterChecks({ path: '/products', largest: 100 })],
};
