import type { Check } from '../check.ts';
import type { Context } from '../context.ts';
import { requireList, show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { type Listed, productsOf, sampleOf } from './catalog-lists.ts';
import { categoryPagesOf } from './category-pages.ts';

const sampleSize = 24;
const longestText = 200;

/** A check that searches a sample of products by a text of each, and finds each. */
function finds(name: string, title: string, textOf: (product: Listed) => string | undefined): Check {
  return {
    name: `search-${name}`,
    title,
    async run(context) {
      const { items } = await productsOf(context);
      const searchable = items.flatMap((product) => {
        const text = textOf(product);
        return text === undefined ? [] : [{ product, text }];
      });
      const sample = sampleOf(searchable, sampleSize);
      for (const { product, text } of sample) await requireFound(context, product, text, { searchQuery: text });
      return sample.length > 0 ? `${sample.length} products found` : 'not judged: no listed product has such a text';
    },
  };
}

async function requireFound({ calls }: Context, product: Listed, text: string, parameters: Record<string, string>) {
  const exchange = await calls.products({ ...parameters, limit: 100 });
  const found = requireList(exchange);
  if (found.some(({ id }) => String(id) === product.id)) return;
  const where = found.length < 100 ? `${found.length} others` : 'the first 100';
  throw new Violation(`A search for ${show(text)} does not find product ${show(product.id)}, only ${where}.`, exchange);
}

function titleOf({ item }: Listed): string | undefined {
  const title = typeof item.title === 'string' ? item.title.trim() : '';
  return title === '' || title.length > longestText ? undefined : title;
}

/** undefined when it changes nothing. */
function changed(title: string | undefined, change: (title: string) => string): string | undefined {
  if (title === undefined) return undefined;
  const other = change(title);
  return other === title ? undefined : other;
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}

export const searchChecks: readonly Check[] = [
  finds('title', 'A product is found by its title.', titleOf),
  finds('reference', 'A product is found by its reference.', ({ item }) =>
    typeof item.reference === 'string' && item.reference.trim() !== '' ? item.reference : undefined,
  ),
  finds('capitals', 'A product is found by its title in capitals.', (product) =>
    changed(titleOf(product), (title) => title.toUpperCase()),
  ),
  finds('lower-case', 'A product is found by its title in lower case.', (product) =>
    changed(titleOf(product), (title) => title.toLowerCase()),
  ),
  finds('without-accents', 'A product is found by its title without accents.', (product) =>
    changed(titleOf(product), withoutAccents),
  ),
  finds('decomposed', 'A product is found by its title in decomposed Unicode.', (product) =>
    changed(titleOf(product), (title) => title.normalize('NFD')),
  ),
  {
    name: 'search-older-form',
    title: 'search[default][contains]=text is understood like searchQuery.',
    async run(context) {
      const { items } = await productsOf(context);
      for (const product of sampleOf(items, 3)) {
        const text = titleOf(product);
        if (text === undefined) continue;
        const expected = await idsOf(context, { searchQuery: text });
        const exchange = await context.calls.products({ 'search[default][contains]': text });
        const found = requireList(exchange).map(({ id }) => String(id));
        if (String(found) === String(expected)) continue;
        throw new Violation(`Expected what searchQuery answers, ${show(expected)}, got ${show(found)}.`, exchange);
      }
      return undefined;
    },
  },
  {
    name: 'search-selects',
    title: 'A search for a title comes with other products last or not at all.',
    async run(context) {
      const { items } = await productsOf(context);
      const sample = sampleOf(items, 6).filter((product) => titleOf(product) !== undefined);
      const orders = new Set<string>();
      for (const product of sample) orders.add(String(await idsOf(context, { searchQuery: titleOf(product) })));
      if (orders.size > 1 || sample.length < 2) return undefined;
      throw new Violation('Searches for different titles have one and the same answer: the text is not used.');
    },
  },
  {
    name: 'search-pages',
    title: 'The pages of a search neither repeat nor skip.',
    async run(context) {
      const { items } = await productsOf(context);
      for (const product of sampleOf(items, 3)) {
        const [searchQuery = ''] = titleOf(product)?.split(' ') ?? [];
        if (searchQuery === '') continue;
        const whole = (await idsOf(context, { searchQuery, limit: '30' })).slice(0, 30);
        for (let offset = 0; offset < whole.length; offset += 5) {
          const exchange = await context.calls.products({ searchQuery, limit: 5, offset });
          const found = requireList(exchange).map(({ id }) => String(id));
          const expected = whole.slice(offset, offset + 5);
          if (String(found) === String(expected)) continue;
          throw new Violation(`At offset ${offset} expected ${show(expected)}, got ${show(found)}.`, exchange);
        }
      }
      return undefined;
    },
  },
  {
    name: 'search-in-category',
    title: 'Category and text combine: a product is found in its category, and only products of it.',
    async run(context) {
      const pages = (await categoryPagesOf(context)).filter(({ ids }) => ids.length > 0);
      const { items } = await productsOf(context);
      const sample = sampleOf(pages, 8);
      for (const { category, ids } of sample) {
        const product = items.find(({ id }) => id === ids.at(-1));
        const text = product && titleOf(product);
        if (text === undefined) continue;
        await requireFound(context, product!, text, { searchQuery: text, idCategory: category.id });
        await requireWithin(context, text, category.id, ids);
      }
      return `${sample.length} categories`;
    },
  },
  {
    name: 'search-selects-in-category',
    title: 'Category and text combine: the text selects or orders what the category holds.',
    async run(context) {
      const { items } = await productsOf(context);
      const titles = new Map(items.map((product) => [product.id, titleOf(product)]));
      const judged = sampleOf(
        (await categoryPagesOf(context)).filter(({ ids }) => ids.length > 1 && ids.length <= 100),
        8,
      );
      const answers: { found: string[]; all: string[] }[] = [];
      for (const { category, ids } of judged) {
        const searchQuery = titles.get(ids.at(-1)!);
        if (searchQuery === undefined) continue;
        const found = await idsOf(context, { searchQuery, idCategory: category.id, limit: '100' });
        answers.push({ found, all: ids });
      }
      if (answers.length < 2 || answers.some(({ found, all }) => String(found) !== String(all))) return undefined;
      throw new Violation('A search in a category answers the whole category as it is: the text is not used.');
    },
  },
  {
    name: 'search-outside-category',
    title: 'Category and text combine: a product is not found in a category that does not hold it.',
    async run(context) {
      const pages = await categoryPagesOf(context);
      const { items } = await productsOf(context);
      for (const product of sampleOf(items, 8)) {
        const text = titleOf(product);
        const other = pages.find(({ ids }) => !ids.includes(product.id));
        if (text !== undefined && other) await requireWithin(context, text, other.category.id, other.ids);
      }
      return undefined;
    },
  },
];

async function idsOf({ calls }: Context, parameters: Record<string, string | undefined>): Promise<string[]> {
  return requireList(await calls.products(parameters)).map(({ id }) => String(id));
}

async function requireWithin({ calls }: Context, searchQuery: string, idCategory: string, ids: readonly string[]) {
  const exchange = await calls.products({ searchQuery, idCategory, limit: 100 });
  const stranger = requireList(exchange).find(({ id }) => !ids.includes(String(id)));
  if (!stranger) return;
  throw new Violation(
    `A search in category ${show(idCategory)} answers product ${show(stranger.id)}, which is not in it.`,
    exchange,
    stranger,
  );
}
