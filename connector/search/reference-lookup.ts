import type { DatabaseSync } from 'node:sqlite';
import type { Statements } from './catalog-database.ts';
import type { QueryWord } from './query-word.ts';
import { queryWords, referenceKey } from './search-text.ts';

const maxRows = 300;
const maxBegun = 50;
const maxWords = 8;

const hasNumber = (text: string) => /\p{N}/u.test(text);
/** Stands apart from every whole reference: those have no space. */
const partKey = (part: string) => ` ${part}`;
/** Short or without a digit, it is more likely a word than a reference. */
const looksLikeReference = (key: string) => key.length >= 4 && hasNumber(key);

/** A trade item number without leading zeros: with 8, 12, 13 or 14 digits it is one and the same. */
function shorterGtin(key: string): string[] {
  return /^0\d{7}$|^0\d{11,13}$/.test(key) ? [key.replace(/^0+/, '')] : [];
}

/** Fills `reference`: whole references, and their parts with a number (`001` of `24-001`). */
export function referenceWriter(database: DatabaseSync) {
  database.exec('CREATE TEMP TABLE found_reference (key TEXT, row INTEGER)');
  const insert = database.prepare('INSERT INTO found_reference VALUES (?, ?)');

  function write(row: number, references: readonly string[]): void {
    const whole = new Set(references.map(referenceKey).flatMap((key) => [key, ...shorterGtin(key)]));
    const parts = new Set(
      references.flatMap(queryWords).filter((part) => part.length > 2 && hasNumber(part) && !whole.has(part)),
    );
    for (const key of whole) if (key) insert.run(key, row);
    for (const part of parts) insert.run(partKey(part), row);
  }

  return {
    write,
    finish() {
      database.exec(
        'INSERT OR IGNORE INTO reference SELECT key, row FROM found_reference ORDER BY key, row; DROP TABLE found_reference',
      );
    },
  };
}

/** Finds rows by reference, whatever its case, spaces and dashes. */
export function referencesOf(statements: Statements) {
  const ofKey = () => statements(`SELECT row FROM reference WHERE key = ? ORDER BY row LIMIT ${maxRows}`);
  const ofBeginning = () => statements(`SELECT row FROM reference WHERE key > ? AND key < ? LIMIT ${maxBegun}`);
  const rowsOf = (key: string) =>
    key === ''
      ? []
      : ofKey()
          .all(key)
          .map(({ row }) => row as number);

  function begun(key: string): number[] {
    return looksLikeReference(key)
      ? ofBeginning()
          .all(key, `${key}\u{10ffff}`)
          .map(({ row }) => row as number)
      : [];
  }

  return {
    exact(text: string): number[] {
      const key = referenceKey(text);
      return [...new Set([key, ...shorterGtin(key)].flatMap(rowsOf))];
    },
    /** Whether a text that is a reference is no word of the catalog at the same time, as a size may be. */
    isNothingElse(text: string, words: readonly QueryWord[]): boolean {
      const key = referenceKey(text);
      return looksLikeReference(key) && !words.some(({ typed }) => typed === key);
    },
    begun: (text: string) => begun(referenceKey(text)),
    /** By the words that are whole references. */
    ofWords: (words: readonly string[]) => words.filter(looksLikeReference).slice(0, maxWords).flatMap(rowsOf),
    /** By words that are nothing else: each a whole reference, else a part of one, else the beginning of one. */
    ofUnknown: (words: readonly string[]) =>
      words.slice(0, maxWords).flatMap((word) => {
        const found = [rowsOf, (part: string) => rowsOf(partKey(part)), begun].map((look) => look(word));
        return found.find((rows) => rows.length > 0) ?? [];
      }),
  };
}
