import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { plainWords, readDocuments } from '../documents.ts';
import type { Engine } from './engine.ts';

/** The table that the manual leads to, ranked by bm25; no tolerance to typos. */
const schema = `
  CREATE TABLE product (id INTEGER PRIMARY KEY, json TEXT);
  CREATE TABLE product_category (category TEXT, id INTEGER, PRIMARY KEY (category, id)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5(title, brand, reference, variants, description,
    content='', prefix='2 3 4', tokenize='unicode61 remove_diacritics 2');
`;

export default {
  async build(feed, path) {
    rmSync(path, { force: true });
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; ${schema}`);
    const product = database.prepare('INSERT INTO product VALUES (?, ?)');
    const category = database.prepare('INSERT INTO product_category VALUES (?, ?)');
    const words = database.prepare(
      'INSERT INTO words (rowid, title, brand, reference, variants, description) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const document of await readDocuments(feed)) {
      const { id, title, brand, reference, variants, description } = document;
      product.run(id, JSON.stringify(document.product));
      for (const one of document.categories) category.run(one, id);
      words.run(id, title, brand, reference, variants, description);
    }
    database.exec(`INSERT INTO words (words) VALUES ('optimize'); COMMIT`);
    database.close();
  },

  async open(path) {
    const database = new DatabaseSync(path, { readOnly: true });
    const ranked = 'ORDER BY bm25(words, 10, 9, 9, 6, 1), rowid LIMIT ? OFFSET ?';
    const found = database.prepare(`SELECT rowid AS id FROM words WHERE words MATCH ? ${ranked}`);
    const foundIn = database.prepare(
      `SELECT rowid AS id FROM words WHERE words MATCH ? AND EXISTS (SELECT 1 FROM product_category AS of WHERE of.category = ? AND of.id = words.rowid) ${ranked}`,
    );
    const ofCategory = database.prepare(
      'SELECT id FROM product_category WHERE category = ? ORDER BY id LIMIT ? OFFSET ?',
    );
    const json = database.prepare('SELECT json FROM product WHERE id = ?');
    return {
      products({ text, categoryId, limit, offset }) {
        const search = (match: string) =>
          categoryId ? foundIn.all(match, categoryId, limit, offset) : found.all(match, limit, offset);
        const words = plainWords(text ?? '').map((word) => `"${word}"*`);
        let rows = text === undefined ? ofCategory.all(categoryId!, limit, offset) : [];
        if (words.length > 0) rows = search(words.join(' AND '));
        if (words.length > 1 && rows.length < limit) {
          const known = new Set(rows.map(({ id }) => id));
          rows = [...rows, ...search(words.join(' OR ')).filter(({ id }) => !known.has(id))].slice(0, limit);
        }
        return rows.map(({ id }) => JSON.parse(json.get(id as number)!.json as string));
      },
    };
  },
} satisfies Engine;
