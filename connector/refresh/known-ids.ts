import { DatabaseSync } from 'node:sqlite';

/** Ids on disk, at `path`, which must not exist: those of a million products would take 100 MB of memory. */
export function knownIds(path: string) {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;
    CREATE TABLE known (id TEXT PRIMARY KEY) WITHOUT ROWID; BEGIN;
  `);
  const insert = database.prepare('INSERT OR IGNORE INTO known VALUES (?)');
  return {
    /** Keeps the id; answers whether it was new. */
    add: (id: string) => insert.run(id).changes === 1,
    close: () => database.close(),
  };
}
