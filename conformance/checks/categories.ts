import type { Check, Group } from '../check.ts';
import type { Context } from '../context.ts';
import { requireField, requireList, requireMediaType, requireOnly, show } from '../requirements.ts';
import { count, filledText, isPlainText, orNull, type Rule, textList } from '../rules.ts';
import { Violation } from '../violation.ts';
import { categoriesOf, type Listed, requireUnique, sampleOf } from './catalog-lists.ts';
import { categoryPagesOf } from './category-pages.ts';
import { parameterChecks } from './list-parameters.ts';

const fields: Readonly<Record<string, Rule>> = {
  id: filledText,
  idParent: orNull(filledText),
  label: filledText,
  products: orNull(textList),
  productsCount: count,
};
const optional = ['products'];

function fieldCheck([name, rule]: [string, Rule]): Check {
  return {
    name: `field-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    title: `${name} of every category is ${rule.expected}.`,
    async run(context) {
      for (const { item, id, exchange } of (await categoriesOf(context)).items) {
        if (optional.includes(name) && !Object.hasOwn(item, name)) continue;
        requireField(item, name, rule, exchange, `category ${show(id)}`);
      }
      return undefined;
    },
  };
}

function parentOf({ item }: Listed): string | null {
  return typeof item.idParent === 'string' ? item.idParent : null;
}

/** The same categories, in any order. */
async function requireChildren(context: Context, idParent: string, parent: string | null): Promise<void> {
  const { items } = await categoriesOf(context);
  const expected = items.filter((category) => parentOf(category) === parent).map(({ id }) => id);
  const exchange = await context.calls.categories({ idParent });
  const found = requireList(exchange).map(({ id }) => String(id));
  if (show(found.toSorted()) === show(expected.toSorted()) && found.length === expected.length) return;
  throw new Violation(
    `idParent=${idParent} must answer the ${expected.length} categories that have this parent; it answered ${show(found)}.`,
    exchange,
  );
}

const checks: readonly Check[] = [
  {
    name: 'list',
    title: 'GET /categories answers a bare JSON array; a shop may have no categories.',
    async run(context) {
      return `${(await categoriesOf(context)).items.length} categories`;
    },
  },
  {
    name: 'content-type',
    title: 'The answer is application/json.',
    async run(context) {
      requireMediaType(await context.calls.categories({ limit: 1 }), 'application/json');
      return undefined;
    },
  },
  ...Object.entries(fields).map(fieldCheck),
  {
    name: 'documented-only',
    title: 'A category has documented fields only.',
    async run(context) {
      for (const { item, id, exchange } of (await categoriesOf(context)).items) {
        requireOnly(item, Object.keys(fields), exchange, `category ${show(id)}`);
      }
      return undefined;
    },
  },
  {
    name: 'ids-unique',
    title: 'Every category has an id of its own.',
    async run(context) {
      requireUnique(await categoriesOf(context), 'category');
      return undefined;
    },
  },
  {
    name: 'plain-labels',
    title: 'Labels are plain text.',
    async run(context) {
      for (const { item, exchange } of (await categoriesOf(context)).items) {
        if (isPlainText(String(item.label))) continue;
        throw new Violation(`The label ${show(item.label)} holds HTML.`, exchange, item);
      }
      return undefined;
    },
  },
  {
    name: 'parents-exist',
    title: 'Every idParent is the id of a category.',
    async run(context) {
      const { items, ids } = await categoriesOf(context);
      for (const category of items) {
        const parent = parentOf(category);
        if (parent === null || ids.includes(parent)) continue;
        throw new Violation(`There is no category ${show(parent)}.`, category.exchange, category.item);
      }
      return undefined;
    },
  },
  {
    name: 'parents-first',
    title: 'Every parent stands before its children.',
    async run(context) {
      const { items, ids } = await categoriesOf(context);
      for (const [index, category] of items.entries()) {
        const parent = parentOf(category);
        if (parent === null || !ids.includes(parent) || ids.indexOf(parent) < index) continue;
        throw new Violation(
          `Category ${show(category.id)} stands before its parent ${show(parent)}.`,
          category.exchange,
          category.item,
        );
      }
      return undefined;
    },
  },
  {
    name: 'roots-empty-parent',
    title: 'idParent= (empty) answers the roots.',
    async run(context) {
      await requireChildren(context, '', null);
      return undefined;
    },
  },
  {
    name: 'roots-null-parent',
    title: 'idParent=null answers the roots.',
    async run(context) {
      await requireChildren(context, 'null', null);
      return undefined;
    },
  },
  {
    name: 'children',
    title: 'idParent=X answers the direct children of X, for inner and for last categories.',
    async run(context) {
      const { ids } = await categoriesOf(context);
      // `idParent=null` asks for the roots, also where a category has this id.
      const parents = sampleOf(ids, 30).filter((id) => id !== 'null');
      for (const id of parents) await requireChildren(context, id, id);
      return `${parents.length} categories unfolded`;
    },
  },
  {
    name: 'unknown-parent',
    title: 'An unknown idParent has no children: [].',
    async run(context) {
      await categoriesOf(context);
      const exchange = await context.calls.categories({ idParent: 'conformance-no-such-category' });
      const { length } = requireList(exchange);
      if (length > 0) throw new Violation(`Expected [], got ${length} categories.`, exchange);
      return undefined;
    },
  },
  {
    name: 'pages-add-up',
    title: 'Pages of categories together are the whole list, in its order.',
    async run(context) {
      const { ids } = await categoriesOf(context);
      const whole = ids.slice(0, 60);
      const paged: string[] = [];
      for (let offset = 0; offset < whole.length; offset += 4) {
        const exchange = await context.calls.categories({ limit: 4, offset });
        const page = requireList(exchange).map(({ id }) => String(id));
        paged.push(...page);
        const expected = ids.slice(offset, offset + 4);
        if (show(page) === show(expected)) continue;
        throw new Violation(
          `limit=4&offset=${offset} must answer ${show(expected)}, it answers ${show(page)}.`,
          exchange,
        );
      }
      return `${paged.length} categories`;
    },
  },
  {
    name: 'counts-hold',
    title: 'productsCount equals the number of products that the pages of the category hold.',
    async run(context) {
      const categories = await categoryPagesOf(context);
      for (const { category, ids, exchange } of categories) {
        const found = new Set(ids).size;
        if (category.item.productsCount === found) continue;
        const { id, item } = category;
        throw new Violation(
          `productsCount of category ${show(id)} is ${show(item.productsCount)}, its pages hold ${found} products.`,
          exchange,
          item,
        );
      }
      return `${categories.length} categories counted`;
    },
  },
];

export const categories: Group = {
  name: 'categories',
  title: 'Categories',
  section: '§4',
  installed: true,
  checks: [...checks, ...parameterChecks({ path: '/categories', largest: 1_000 })],
};
