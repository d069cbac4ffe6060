import type { DatabaseSync } from 'node:sqlite';
import { factOf, type Statements } from './catalog-database.ts';
import { deletions, isOneEdit, mayBeMistyped } from './one-edit.ts';

/*
 * The deletions of all words as a hash table in the file: a row of a bucket's entries, each an unsigned 32-bit number of 21 bits
 * for the word's id and 11 of its form's hash. A table of forms and words took five times as much.
 */
const idBits = 21;
const formsPerBucket = 8;

/** Forms held in memory while they are sorted. Of a larger vocabulary the rarest words are not guessed. */
const maxForms = 4_000_000;

/** Fills `near_word` from `word`. */
export function writeNearWords(database: DatabaseSync): void {
  const hashes: number[] = [];
  const ids: number[] = [];
  const words = database.prepare('SELECT id, word FROM word WHERE id < ? ORDER BY products DESC');
  for (const { id, word } of words.iterate(2 ** idBits) as Iterable<{ id: number; word: string }>) {
    if (!mayBeMistyped(word)) continue;
    for (const form of deletions(word)) {
      hashes.push(hashOf(form));
      ids.push(id);
    }
    if (hashes.length > maxForms) break;
  }
  const buckets = Math.ceil(hashes.length / formsPerBucket) || 1;
  const entries = Float64Array.from(hashes, (hash, i) => (hash % buckets) * 2 ** 32 + entryOf(hash, ids[i]!)).sort();
  const insert = database.prepare('INSERT INTO near_word VALUES (?, ?)');
  for (let start = 0, end = 0; start < entries.length; start = end) {
    const bucket = Math.floor(entries[start]! / 2 ** 32);
    while (end < entries.length && entries[end]! < (bucket + 1) * 2 ** 32) end++;
    insert.run(bucket, new Uint8Array(Uint32Array.from(entries.subarray(start, end)).buffer));
  }
  database.prepare(`INSERT INTO fact VALUES ('near_word_buckets', ?)`).run(buckets);
}

/** Finds the indexed words within one edit of another. */
export function nearWordsOf(statements: Statements): (word: string) => string[] {
  return (word) => {
    if (!mayBeMistyped(word)) return [];
    const buckets = Number(factOf(statements, 'near_word_buckets'));
    const entriesOf = statements('SELECT entries FROM near_word WHERE bucket = ?');
    const wordOf = statements('SELECT word FROM word WHERE id = ?');
    const ids = new Set<number>();
    for (const form of deletions(word)) {
      const hash = hashOf(form);
      const bytes = entriesOf.get(hash % buckets)?.entries as Uint8Array | undefined;
      if (!bytes) continue;
      for (const entry of new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)) {
        if (entry >>> idBits === hash >>> idBits) ids.add(entry & (2 ** idBits - 1));
      }
    }
    return [...ids].map((id) => wordOf.get(id)!.word as string).filter((other) => isOneEdit(word, other));
  };
}

const entryOf = (hash: number, id: number) => ((hash >>> idBits) * 2 ** idBits + id) >>> 0;

/** FNV-1a over UTF-16 units, its bits mixed once more: the buckets take the lower ones, the entries the upper ones. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
