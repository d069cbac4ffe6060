import { categoryWord, longestPrefix, type wordTables } from './catalog-database.ts';
import type { QueryWord } from './query-word.ts';

/** One full-text query. */
export interface Match {
  table: (typeof wordTables)[number];
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
  return within(category, 'title', every(words.map(begun)));
}

export function inHead(words: readonly QueryWord[], category: number | undefined): Match {
  return within(category, 'head', every(words.map(begun)));
}

export function anywhere(words: readonly QueryWord[], category: number | undefined): Match {
  return within(category, 'everything', every(words.map(spelledOut)));
}

/** Of more than six words only the six rarest may be missing: the expression grows with the square. */
export function allButOne(words: readonly QueryWord[], category: number | undefined): Match {
  const missing = words.toSorted((a, b) => b.weight - a.weight).slice(0, 6);
  const without = (one: QueryWord) => every(words.filter((word) => word !== one).map(spelledOut));
  return within(category, 'everything', any(missing.map(without)));
}

export function rarest(words: readonly QueryWord[], category: number | undefined): Match {
  return within(category, 'everything', spelledOut(words.reduce((a, b) => (b.weight > a.weight ? b : a))));
}

export function anyOf(words: readonly QueryWord[], category: number | undefined): Match {
  return within(category, 'everything', any(words.map(spelledOut)));
}

export function inCategory(category: number): Match {
  return { table: 'everything', expression: phrase(categoryWord(category)) };
}

function within(category: number | undefined, table: Match['table'], expression: string): Match {
  return {
    table,
    expression: category === undefined ? expression : every([phrase(categoryWord(category)), expression]),
  };
}

/**
 * For `title` and `head`, whose prefix indexes answer a short beginning at once. For a longer one FTS5 first puts the rows of all
 * its words together: 5 ms for a common word in a million items.
 */
function begun(word: QueryWord): string {
  const { typed, prefix, forms, complete } = word;
  if (complete && typed.length > longestPrefix) return spelledOut(word);
  return any([...[...forms.keys()].map(phrase), ...(prefix ? [`${phrase(typed)} *`] : []), ...together(word)]);
}

/** For `everything`, where a beginning would visit the products of every word in its range. */
function spelledOut(word: QueryWord): string {
  const known = [...new Set([...word.forms.keys(), ...word.completions])].map(phrase);
  const expressions = [...known, ...together(word)];
  return any(expressions.length > 0 ? expressions : [phrase(word.typed)]);
}

function together({ parts }: QueryWord): string[] {
  return parts.length > 0 ? [every(parts.map(phrase))] : [];
}

const every = (expressions: string[]) => `(${expressions.join(' AND ')})`;
const any = (expressions: string[]) => `(${expressions.join(' OR ')})`;
/** A word has no quote in it: words are letters, marks and numbers. */
const phrase = (word: string) => `"${word}"`;
