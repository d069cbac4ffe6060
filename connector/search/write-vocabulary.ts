import type { DatabaseSync } from 'node:sqlite';
import { firstCategoryWord } from './catalog-database.ts';
import { writeNearWords } from './near-word-index.ts';
import { mayBeMistyped } from './one-edit.ts';
import { reversed } from './search-text.ts';
import { germanWords, stem } from './word-stem.ts';

/** Letters of a word that may be a compound. */
const shortestCompound = 8;
const longestCompound = 30;

/** Fills `word` and `near_word` from the words of `everything`: what a misspelled or inflected word can be meant for. */
export function writeVocabulary(database: DatabaseSync): void {
  database.exec(`CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, everything, row)`);
  const german = isGerman(database);
  database.prepare(`INSERT INTO fact VALUES ('german', ?)`).run(Number(german));
  const insertWord = database.prepare('INSERT INTO word VALUES (?, ?, ?, ?)');
  const all = database.prepare('SELECT term, doc FROM temp.vocabulary WHERE term < ?');
  let id = 0;
  for (const { term, doc } of all.iterate(String.fromCodePoint(firstCategoryWord))) {
    const word = term as string;
    const key = mayBeMistyped(word) ? stem(word, german) : word;
    insertWord.run(++id, word, key === word ? null : key, doc as number);
  }
  database.exec(`
    DROP TABLE temp.vocabulary;
    CREATE UNIQUE INDEX word_by_word ON word (word, products);
    CREATE INDEX word_by_stem ON word (stem, word, products) WHERE stem IS NOT NULL;
  `);
  writeNearWords(database);
  writeEndings(database);
}

/** Fills `ending`: longer words from behind, for what ends in a word is often a compound of it. */
function writeEndings(database: DatabaseSync): void {
  database.function('reversed', { deterministic: true }, (word) => reversed(String(word)));
  database.exec(`
    INSERT INTO ending SELECT reversed(word) AS reversed FROM word
      WHERE length(word) BETWEEN ${shortestCompound} AND ${longestCompound} AND word NOT GLOB '*[0-9]*' ORDER BY reversed;
    INSERT INTO fact VALUES ('endings', 1);
  `);
}

/** Whether at least three of German's own small words stand in a twentieth of the products each. */
function isGerman(database: DatabaseSync): boolean {
  const count = database.prepare('SELECT doc FROM temp.vocabulary WHERE term = ?');
  const products = Number(database.prepare(`SELECT value FROM fact WHERE name = 'products'`).get()!.value);
  const common = germanWords.filter((word) => Number(count.get(word)?.doc ?? 0) * 20 >= products);
  return products > 0 && common.length >= 3;
}
