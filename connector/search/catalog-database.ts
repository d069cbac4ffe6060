import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { indexFormat, readableFormat } from './index-format.ts';

/** Letters of the longest beginning that the prefix indexes of `title` and `head` know. */
export const longestPrefix = 4;

/** Rows only, no places: nothing asks for more, and it takes a tenth less than columns. */
const bare = `content='', detail=none, columnsize=0, tokenize='ascii'`;

/**
 * Row ids are the static rank: products in stock first, then the feed's order, without gaps from 1.
 * The full-text tables hold words only: `title` those of title and brand, `head` the variants' too, `everything` also those of the
 * description. All text comes in folded and split, so that the `ascii`
 * tokenizer has only spaces to split at. Categories are words too: see `categoryWord`. What fills `reference`, `word`, `ending`
 * and `near_word` comes in the order of their keys: that makes their pages full.
 */
const schema = `
  CREATE TABLE product (row INTEGER PRIMARY KEY, packed TEXT NOT NULL);
  CREATE TABLE ranking (row INTEGER PRIMARY KEY, words TEXT NOT NULL);
  CREATE TABLE reference (key TEXT, row INTEGER, PRIMARY KEY (key, row)) WITHOUT ROWID;
  CREATE TABLE category
    (position INTEGER PRIMARY KEY, id TEXT UNIQUE, parent TEXT, label TEXT, products INTEGER, number INTEGER);
  CREATE INDEX category_by_parent ON category (parent, position);
  CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL, stem TEXT, products INTEGER NOT NULL);
  CREATE TABLE ending (reversed TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE near_word (bucket INTEGER PRIMARY KEY, entries BLOB NOT NULL);
  CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
  CREATE VIRTUAL TABLE title USING fts5(words, ${bare}, prefix='1 2 3 4');
  CREATE VIRTUAL TABLE head USING fts5(words, ${bare}, prefix='1 2 3 4');
  CREATE VIRTUAL TABLE everything USING fts5(words, ${bare});
`;

/** The full-text tables. */
export const wordTables = ['title', 'head', 'everything'] as const;

/** An empty database at `path`, which must not exist, or `:memory:`; one transaction is open. */
export function createDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  probe(database);
  // A build that fails is thrown away whole: nothing to roll back to.
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
  database.exec(`PRAGMA user_version = ${indexFormat}`);
  database.exec(schema);
  return database;
}

export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true });
  probe(database);
  return database;
}

/** Runs SQL of an open catalog; each text is prepared when it first comes: a first search needs a third of them. */
export type Statements = (sql: string) => StatementSync;

export function statementsOf(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    let statement = prepared.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  };
}

/** Which one of the readable formats the database has. In its header: read without the tables, which differ between formats. */
export function databaseFormat(statements: Statements): number {
  // 0: never set.
  return readableFormat(statements('PRAGMA user_version').get()!.user_version || undefined);
}

/** A number or a text that the build left in `fact`. */
export function factOf(statements: Statements, name: string): unknown {
  return statements('SELECT value FROM fact WHERE name = ?').get(name)?.value;
}

function probe(database: DatabaseSync): void {
  const { fts5 } = database.prepare(`SELECT sqlite_compileoption_used('ENABLE_FTS5') AS fts5`).get()!;
  if (fts5) return;
  database.close();
  throw new Error(`Node ${process.version} was built without SQLite's FTS5, which the product search needs.`);
}

/** Number of a category → one character of the private planes 15 and 16: no prefix index but the first repeats it. */
export function categoryWord(number: number): string {
  return String.fromCodePoint(firstCategoryWord + number);
}

export const firstCategoryWord = 0xf0000;
export const maxCategories = 0x10_fffd - firstCategoryWord;
