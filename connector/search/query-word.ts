import { factOf, type Statements } from './catalog-database.ts';
import { nearWordsOf } from './near-word-index.ts';
import { isOneEdit, mayBeMistyped } from './one-edit.ts';
import { partsOf, queryWords, reversed, transliterate } from './search-text.ts';
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
  /** Indexed words that together may stand for it: of `16gb` 16 and gb, of `powerbank` power and bank. */
  parts: readonly string[];
  /** Nothing indexed is as it was typed: `forms` are guesses at a typo. */
  corrected: boolean;
  /** Whether `forms` and `completions` are all the words meant. */
  complete: boolean;
  /** Bits of information: a rare word says more than a common one. */
  weight: number;
}

const asTyped = 1;
/** `powerbank` for `power bank`, `schlussel` for `schluessel`. */
const otherSpelling = 0.95;
const sameStem = 0.9;
export const begunWord = 0.8;
const endOfCompound = 0.7;
const oneEdit = 0.6;

const maxWords = 16;
const maxForms = 12;
const maxCompletions = 40;
/** Index entries read for one word's completions or misspelled beginnings. */
const maxScanned = 2000;
/** Of words that so many products have, no part or other spelling is looked for. */
const plenty = 30;
/** Letters of each part of a compound. */
const shortestPart = 3;
const shortestEnd = 5;
const maxEnds = 12;
const maxEndsScanned = 200;
const maxSpellings = 16;
/** Above every character, for ranges of words with a common beginning. */
const last = '\u{10ffff}';

/** Knows every indexed word of an open catalog. */
export function vocabularyOf(statements: Statements) {
  const products = Number(factOf(statements, 'products'));
  const german = factOf(statements, 'german') === 1;
  const hasEndings = factOf(statements, 'endings') === 1;
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

  /** The two indexed words that make up a longer one, the commonest pair. */
  function halvesOf(word: string): string[] {
    if (word.length < 2 * shortestPart) return [];
    const places = Array.from({ length: word.length - 2 * shortestPart + 1 }, (_, i) => i + shortestPart);
    const pairs = places.map((at) => [word.slice(0, at), word.slice(at)]);
    // One call for all: each costs more than the rows that it brings.
    const rows = statements('SELECT word, products FROM json_each(?) CROSS JOIN word ON word = value');
    const counts = new Map(
      rows.all(JSON.stringify(pairs.flat())).map(({ word, products }) => [word, products as number]),
    );
    const common = (pair: string[]) => Math.min(...pair.map((half) => counts.get(half) ?? 0));
    const best = pairs.reduce((a, b) => (common(b) > common(a) ? b : a));
    return common(best) > 0 ? best : [];
  }

  /**
   * Longer words that end in it: `jonglierkeulen` for `keulen`. Where neither the catalog is German nor the word unknown otherwise, the
   * rest must be a word, too: a spring is no ring.
   */
  function compoundsOf(word: string, isUnknown: boolean): string[] {
    if (!hasEndings || word.length < shortestEnd || /\d/.test(word)) return [];
    const ending = reversed(word);
    const rows = statements('SELECT reversed FROM ending WHERE reversed > ? AND reversed < ? LIMIT ?');
    return rows
      .all(ending, ending + last, maxEndsScanned)
      .map((row) => reversed(row.reversed as string))
      .filter((compound) => {
        const beginning = compound.slice(0, -word.length);
        return beginning.length >= shortestPart && (german || isUnknown || frequency(beginning) > 0);
      })
      .slice(0, maxEnds);
  }

  /** The indexed words that differ from a typed one by `ae`, `oe`, `ue` or `aa` for one letter. */
  function spellingsOf(word: string): string[] {
    let spellings = [''];
    for (const part of word.match(/[aou]e|aa|[^aou]+|./g) ?? []) {
      const shorter = /^(?:[aou]e|aa)$/.test(part) && spellings.length < maxSpellings ? part[0]! : undefined;
      spellings = spellings.flatMap((start) => (shorter ? [start + part, start + shorter] : [start + part]));
    }
    return spellings.filter((spelling) => spelling !== word && frequency(spelling) > 0);
  }

  /** undefined when no indexed word comes near. `spelled`: the same word as others write it. */
  function interpret(typed: string, isLast: boolean, spelled: readonly string[]): QueryWord | undefined {
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
    for (const word of [...spelled, ...(found < plenty ? spellingsOf(typed) : [])]) {
      const products = word === typed ? 0 : frequency(word);
      if (products === 0) continue;
      forms.set(word, Math.max(forms.get(word) ?? 0, otherSpelling));
      found += products;
    }
    const border = partsOf(typed);
    const parts =
      border.length > 0
        ? border.every((part) => frequency(part) > 0)
          ? border
          : []
        : found < plenty
          ? halvesOf(typed)
          : [];
    if (found < plenty)
      for (const word of compoundsOf(typed, found === 0)) if (!forms.has(word)) forms.set(word, endOfCompound);
    const { completions, complete } = isLast ? completionsOf(typed) : { completions: [], complete: true };
    const prefix = completions.length > 0 || !complete;
    const isKnown = () => forms.size > 0 || prefix || parts.length > 0;
    const corrected = !isKnown();
    if (!isKnown()) for (const word of near(typed)) forms.set(word, oneEdit);
    if (!isKnown() && isLast) for (const word of nearBeginning(typed)) forms.set(word, oneEdit);
    if (!isKnown()) return undefined;
    const weight = Math.log2(2 + products / (1 + found));
    return { typed, prefix, forms, completions, parts, corrected, complete, weight };
  }

  return {
    /** What a text asks for, and the words that no indexed word comes near. */
    read(text: string): { words: QueryWord[]; unknown: string[] } {
      const all = queryWords(text);
      const typed = [...new Set(all)].slice(0, maxWords);
      const apart = queryWords(transliterate(text));
      const spelled = (word: string) => {
        const at = all.indexOf(word);
        const joined = [at > 0 ? all[at - 1]! + word : '', at + 1 < all.length ? word + all[at + 1]! : ''];
        return [...joined, apart.length === all.length ? apart[at]! : ''].filter(Boolean);
      };
      const words = typed.map((word, i) => interpret(word, i === typed.length - 1, spelled(word)));
      return { words: words.filter((word) => word !== undefined), unknown: typed.filter((_, i) => !words[i]) };
    },

    /** The same word, open to having been mistyped although it exists. */
    withTypos(word: QueryWord): QueryWord {
      const typos = near(word.typed).map((other) => [other, oneEdit] as const);
      return { ...word, forms: new Map([...typos, ...word.forms]) };
    },
  };
}
