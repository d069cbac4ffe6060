import { factOf, type Statements } from './catalog-database.ts';
import { nearWordsOf } from './near-word.ts';
import { isOneEdit, mayBeMistyped } from './nearest-word.ts';
import { queryWords } from './search-text.ts';
import { stem } from './word-stem.ts';

/** One word of a query with the indexed words that it may stand for. */
export interface QueryWord {
  typed: string;
  /** Whether words that begin with `typed` count. */
  prefix: boolean;
  /** Indexed word → how well it answers, 0 to 1: as typed, singular or plural, a typo apart. */
  forms: Map<string, number>;
  /** Indexed words that `typed` begins; the most frequent ones when there are too many. */
  completions: string[];
  /** Whether `forms` and `completions` are all the words meant. */
  complete: boolean;
  /** Bits of information: a rare word says more than a common one. */
  weight: number;
}

const asTyped = 1;
const sameStem = 0.9;
export const begunWord = 0.8;
const oneEdit = 0.6;

const maxWords = 16;
const maxForms = 12;
const maxCompletions = 40;
/** Index entries read for one word's completions or misspelled beginnings. */
const maxScanned = 2000;
/** Above every character, for ranges of words with a common beginning. */
const last = '\u{10ffff}';

/** Knows every indexed word of an open catalog. */
export function vocabularyOf(statements: Statements) {
  const products = Number(factOf(statements, 'products'));
  const german = factOf(statements, 'german') === 1;
  const nearWords = nearWordsOf(statements);
  const range = () => statements('SELECT word FROM word WHERE word > ? AND word < ? LIMIT ?');
  const commonInRange = () =>
    statements(
      `SELECT word FROM (SELECT word, products FROM word WHERE word > ? AND word < ? LIMIT ${maxScanned})
       ORDER BY products DESC, word LIMIT ${maxCompletions}`,
    );

  const frequency = (word: string) =>
    Number(statements('SELECT products FROM word WHERE word = ?').get(word)?.products ?? 0);

  const near = (word: string) => mostFrequent(nearWords(word));

  /** Words whose beginning is a typo away from `word`; the first two letters must be right. */
  function nearBeginning(word: string): string[] {
    if (!mayBeMistyped(word) || word.length < 4) return [];
    const start = word.slice(0, 2);
    const lengths = [word.length, word.length - 1, word.length + 1];
    const words = range()
      .all(start, start + last, maxScanned)
      .map((row) => row.word as string);
    return mostFrequent(words.filter((other) => lengths.some((length) => isOneEdit(word, other.slice(0, length)))));
  }

  function mostFrequent(words: string[]): string[] {
    if (words.length <= maxForms) return words.sort();
    const ranked = words.map((word) => ({ word, frequency: frequency(word) }));
    ranked.sort((a, b) => b.frequency - a.frequency || (a.word < b.word ? -1 : 1));
    return ranked.slice(0, maxForms).map(({ word }) => word);
  }

  function completionsOf(word: string): { completions: string[]; complete: boolean } {
    const words = range().all(word, word + last, maxCompletions + 1);
    const complete = words.length <= maxCompletions;
    const listed = complete ? words : word.length < 3 ? [] : commonInRange().all(word, word + last);
    return { completions: listed.map((row) => row.word as string), complete };
  }

  /** undefined when no indexed word comes near. */
  function interpret(typed: string, isLast: boolean): QueryWord | undefined {
    const forms = new Map<string, number>();
    const exact = frequency(typed);
    if (exact > 0) forms.set(typed, asTyped);
    let found = exact;
    const key = stem(typed, german);
    const ofStem = statements('SELECT word, products FROM word WHERE stem = ? LIMIT ?');
    const ownStem = statements('SELECT word, products FROM word WHERE word = ? AND stem IS NULL');
    for (const { word, products } of [...ofStem.all(key, maxForms), ...ownStem.all(key)]) {
      if (word === typed) continue;
      forms.set(word as string, sameStem);
      found += Number(products);
    }
    const { completions, complete } = isLast ? completionsOf(typed) : { completions: [], complete: true };
    const prefix = completions.length > 0 || !complete;
    if (forms.size === 0 && !prefix) for (const word of near(typed)) forms.set(word, oneEdit);
    if (forms.size === 0 && !prefix && isLast) for (const word of nearBeginning(typed)) forms.set(word, oneEdit);
    if (forms.size === 0 && !prefix) return undefined;
    const weight = Math.log2(2 + products / (1 + found));
    return { typed, prefix, forms, completions, complete, weight };
  }

  return {
    /** What a text asks for, and the words that no indexed word comes near. */
    read(text: string): { words: QueryWord[]; unknown: string[] } {
      const typed = [...new Set(queryWords(text))].slice(0, maxWords);
      const words = typed.map((word, i) => interpret(word, i === typed.length - 1));
      return { words: words.filter((word) => word !== undefined), unknown: typed.filter((_, i) => !words[i]) };
    },

    /** The same word, open to having been mistyped although it exists. */
    withTypos(word: QueryWord): QueryWord {
      const typos = near(word.typed).map((other) => [other, oneEdit] as const);
      return { ...word, forms: new Map([...typos, ...word.forms]) };
    },
  };
}
