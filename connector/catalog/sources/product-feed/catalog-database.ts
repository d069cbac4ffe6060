import { DatabaseSync } from 'node:sqlite';

/**
 * Row ids are the static rank: products in stock first, then the feed's order, without gaps from 1.
 * `head` and `everything` hold words only (`content=''`); all text comes in folded and split, so that the `ascii`
 * tokenizer has only spaces to split at. Categories are words too: see `categoryWord`.
 */
const schema = `
  CREATE TABLE product (row INTEGER PRIMARY KEY, json TEXT NOT NULL);
  CREATE TABLE ranking (row INTEGER PRIMARY KEY, words TEXT NOT NULL);
  CREATE TABLE reference (key TEXT, row INTEGER, PRIMARY KEY (key, row)) WITHOUT ROWID;
  CREATE TABLE category (position INTEGER PRIMARY KEY, id TEXT UNIQUE, parent TEXT, label TEXT, products INTEGER);
  CREATE INDEX category_by_parent ON category (parent, position);
  CREATE TABLE word (word TEXT PRIMARY KEY, stem TEXT, products INTEGER) WITHOUT ROWID;
  CREATE TABLE near_word (form TEXT, word TEXT, PRIMARY KEY (form, word)) WITHOUT ROWID;
  CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
  CREATE VIRTUAL TABLE head USING fts5(title, brand, reference, variant, category,
    content='', detail=column, columnsize=0, prefix='1 2 3 4 5', tokenize='ascii');
  CREATE VIRTUAL TABLE everything USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii');
`;

/** An empty database at `path`, which must not exist, or `:memory:`; one transaction is open. */
export function createDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  probe(database);
  // A build that fails is thrown away whole: nothing to roll back to.
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
  database.exec(schema);
  return database;
}

export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true });
  probe(database);
  return database;
}

function probe(database: DatabaseSync): void {
  const { fts5 } = database.prepare(`SELECT sqlite_compileoption_used('ENABLE_FTS5') AS fts5`).get()!;
  if (fts5) return;
  database.close();
  throw new Error(`Node ${process.version} was built without SQLite's FTS5, which the product search needs.`);
}

/** The private-use character keeps a category's id apart from every word: words are letters, marks and numbers. */
export function categoryWord(id: string): string {
  return `\uE000${id}`;
}
