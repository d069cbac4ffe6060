import type { Check } from '../check.ts';
import type { Context } from '../context.ts';
import { requireList, show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { type Listed, productsOf, sampleOf } from './catalog-lists.ts';
import { categoryPagesOf } from './category-pages.ts';

const sampleSize = 24;
const longestText = 200;
const largestPage = 100;
/** Where more products match a text, no rule says which come first. */
const mostPages = 3;
/** No word of any shop. */
const nonsense = 'qzxkvjwqx';

/** A check that searches a sample of products by a text of each, and finds each. */
function finds(name: string, title: string, textOf: (product: Listed) => string | undefined): Check {
  return {
    name: `search-${name}`,
    title,
    async run(context) {
      const { items } = await productsOf(context);
      const byText = new Map<string, Listed>();
      for (const product of items) {
        const text = textOf(product);
        if (text !== undefined && !byText.has(text)) byText.set(text, product);
      }
      const sample = sampleOf([...byText], sampleSize);
      for (const [text, product] of sample) await requireFound(context, product, text, { searchQuery: text });
      return sample.length > 0 ? `${sample.length} products found` : 'not judged: no listed product has such a text';
    },
  };
}

async function requireFound({ calls }: Context, product: Listed, text: string, parameters: Record<string, string>) {
  for (let page = 0; page < mostPages; page++) {
    const exchange = await calls.products({ ...parameters, limit: largestPage, offset: page * largestPage });
    const found = requireList(exchange);
    if (found.some(({ id }) => String(id) === product.id)) return;
    if (found.length >= largestPage) continue;
    const others = page * largestPage + found.length;
    throw new Violation(
      `A search for ${show(text)} does not find product ${show(product.id)}, only ${others} others.`,
      exchange,
    );
  }
}

function titleOf({ item }: Listed): string | undefined {
  return searchable(item.title);
}

/** A text of marks alone holds no word to be found by. */
function searchable(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text.length <= longestText && /[\p{L}\p{N}]/u.test(text) ? text : undefined;
}

/** undefined when it changes nothing. */
function changed(title: string | undefined, change: (title: string) => string): string | undefined {
  if (title === undefined) return undefined;
  const other = change(title);
  return other === title ? undefined : other;
}

/** Of Latin letters: in other scripts a mark makes another letter, or is a vowel. */
function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{Mn}+/gu, '')
    .normalize('NFC');
}

/** Letters such as ß become two: not every search takes SS for it. */
function inCase(text: string, other: string): string {
  return other.length === text.length ? other : text;
}

export const searchChecks: readonly Check[] = [
  finds('title', 'A product is found by its title.', titleOf),
  finds('reference', 'A product is found by its reference.', ({ item }) => searchable(item.reference)),
  finds('capitals', 'A product is found by its title in capitals.', (product) =>
    changed(titleOf(product), (title) => inCase(title, title.toUpperCase())),
  ),
  finds('lower-case', 'A product is found by its title in lower case.', (product) =>
    changed(titleOf(product), (title) => inCase(title, title.toLowerCase())),
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
    title: 'The text selects or orders what is answered.',
    async run(context) {
      const { items } = await productsOf(context);
      if (items.length < 2) return 'not judged: there is one product';
      const whole = String(await idsOf(context, {}));
      for (const searchQuery of [nonsense, ...sampleOf(items, 6).flatMap((product) => titleOf(product) ?? [])]) {
        if (String(await idsOf(context, { searchQuery })) !== whole) return undefined;
      }
      throw new Violation('Searches for different texts are answered as if there were none: the text is not used.');
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
      for (const { category, ids } of judged) {
        for (const searchQuery of [nonsense, titles.get(ids.at(-1)!)]) {
          if (searchQuery === undefined) continue;
          const found = await idsOf(context, { searchQuery, idCategory: category.id, limit: '100' });
          if (String(found) !== String(ids)) return undefined;
        }
      }
      if (judged.length === 0) return 'not judged: no category holds more than one product';
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
