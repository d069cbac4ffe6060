import type { Check, Group } from '../check.ts';
import { requireList, requireMediaType, show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { productsOf, requireFilled, requireUnique } from './catalog-lists.ts';
import { hostileChecks } from './hostile-parameters.ts';
import { parameterChecks } from './list-parameters.ts';
import { fieldChecks } from './product-fields.ts';
import { pageChecks } from './product-pages.ts';
import { searchChecks } from './product-search.ts';
import { categoryChecks } from './products-of-category.ts';

const listChecks: readonly Check[] = [
  {
    name: 'list',
    title: 'GET /products answers a bare JSON array that is not empty.',
    async run(context) {
      const listing = await productsOf(context);
      requireFilled(listing);
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
];

export const products: Group = {
  name: 'products',
  title: 'Products',
  section: '§5',
  installed: true,
  checks: [
    ...listChecks,
    ...fieldChecks,
    ...pageChecks,
    ...categoryChecks,
    ...searchChecks,
    ...parameterChecks({ path: '/products', largest: 100 }),
    ...hostileChecks,
  ],
};
