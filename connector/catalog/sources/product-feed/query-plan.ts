import { categoryWord } from './catalog-database.ts';
import type { QueryWord } from './query-word.ts';

/** One full-text query. */
export interface Match {
  table: 'head' | 'everything';
  expression: string;
}

/** What earns a product its place; the order is the order of the list. */
export const tiers = {
  reference: 0,
  referenceOfUnknownWord: 1,
  everyWordInTitle: 2,
  everyWordInHead: 3,
  everyWord: 4,
  referenceOfWord: 5,
  referenceBegun: 6,
  everyWordWithTypos: 7,
  allWordsButOne: 8,
  rarestWord: 9,
  anyWord: 10,
} as const;

export const referenceTiers: ReadonlySet<number> = new Set([
  tiers.reference,
  tiers.referenceOfUnknownWord,
  tiers.referenceOfWord,
  tiers.referenceBegun,
]);

/** Words of the title first: a color that every variant has must not fill the candidates. */
export function inTitle(words: readonly QueryWord[], category: number | undefined): Match {
  return head(`{title brand} : (${every(words.map(begun))})`, category);
}

export function inHead(words: readonly QueryWord[], category: number | undefined): Match {
  return head(`{title brand variant} : (${every(words.map(begun))})`, category);
}

export function anywhere(words: readonly QueryWord[], category: number | undefined): Match {
  return everything(every(words.map(spelledOut)), category);
}

/** Of more than six words only the six rarest may be missing: the expression grows with the square. */
export function allButOne(words: readonly QueryWord[], category: number | undefined): Match {
  const missing = words.toSorted((a, b) => b.weight - a.weight).slice(0, 6);
  const without = (one: QueryWord) => every(words.filter((word) => word !== one).map(spelledOut));
  return everything(any(missing.map(without)), category);
}

export function rarest(words: readonly QueryWord[], category: number | undefined): Match {
  return everything(spelledOut(words.reduce((a, b) => (b.weight > a.weight ? b : a))), category);
}

export function anyOf(words: readonly QueryWord[], category: number | undefined): Match {
  return everything(any(words.map(spelledOut)), category);
}

export function inCategory(category: number): Match {
  return { table: 'everything', expression: phrase(categoryWord(category)) };
}

function head(expression: string, category: number | undefined): Match {
  const within = category === undefined ? [] : [`category : ${phrase(categoryWord(category))}`];
  return { table: 'head', expression: every([...within, expression]) };
}

function everything(expression: string, category: number | undefined): Match {
  const within = category === undefined ? [] : [phrase(categoryWord(category))];
  return { table: 'everything', expression: every([...within, expression]) };
}

/** For `head`, whose prefix index answers a beginning at once. */
function begun({ typed, prefix, forms }: QueryWord): string {
  return any([...[...forms.keys()].map(phrase), ...(prefix ? [`${phrase(typed)} *`] : [])]);
}

/** For `everything`, where a beginning would visit the products of every word in its range. */
function spelledOut({ typed, forms, completions }: QueryWord): string {
  const known = new Set([...forms.keys(), ...completions]);
  return any((known.size > 0 ? [...known] : [typed]).map(phrase));
}

const every = (expressions: string[]) => `(${expressions.join(' AND ')})`;
const any = (expressions: string[]) => `(${expressions.join(' OR ')})`;
/** A word has no quote in it: words are letters, marks and numbers. */
const phrase = (word: string) => `"${word}"`;
