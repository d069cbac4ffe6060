import { DatabaseSync } from 'node:sqlite';

/** Node's own SQLite with what TypeORM asks of better-sqlite3: nothing to compile or to fetch. */
export class Database extends DatabaseSync {
  constructor(path: string) {
    super(path);
    // It lives as long as the comparison.
    this.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
  }

  override prepare(sql: string) {
    const statement = super.prepare(sql);
    return Object.assign(statement, { reader: statement.columns().length > 0 });
  }

  pragma(text: string) {
    return super.prepare(`PRAGMA ${text}`).all();
  }
}
