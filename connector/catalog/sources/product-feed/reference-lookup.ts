import type { DatabaseSync } from 'node:sqlite';
import { queryWords, referenceKey } from './search-text.ts';

const maxRows = 300;
const maxBegun = 50;

/** Finds rows by reference, whatever its case, spaces and dashes. */
export function referencesOf(database: DatabaseSync) {
  const ofKey = database.prepare(`SELECT row FROM reference WHERE key = ? ORDER BY row LIMIT ${maxRows}`);
  const ofBeginning = database.prepare(`SELECT row FROM reference WHERE key > ? AND key < ? LIMIT ${maxBegun}`);
  const rowsOf = (key: string) => (key === '' ? [] : ofKey.all(key).map(({ row }) => row as number));
  /** Short or without a digit, it is more likely a word than a reference. */
  const looksLikeReference = (key: string) => key.length >= 4 && /\p{N}/u.test(key);

  return {
    exact: (text: string) => rowsOf(referenceKey(text)),
    ofWords: (text: string) => queryWords(text).filter(looksLikeReference).slice(0, 8).flatMap(rowsOf),
    begun(text: string): number[] {
      const key = referenceKey(text);
      if (!looksLikeReference(key)) return [];
      return ofBeginning.all(key, `${key}\u{10ffff}`).map(({ row }) => row as number);
    },
  };
}
