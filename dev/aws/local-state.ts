import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * The keys and secrets of the local AWS, in memory or in `folder`. The open transaction lock makes one process own the
 * folder, DynamoDB's files included, and ends with the process however it ends.
 */
export function openLocalState(folder: string | undefined): DatabaseSync {
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const state = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'keys-and-secrets.sqlite'));
  try {
    state.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      BEGIN EXCLUSIVE;
      CREATE TABLE IF NOT EXISTS keys (arn TEXT PRIMARY KEY, fingerprint BLOB NOT NULL, material BLOB NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS versions (
        arn TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, createdAt REAL NOT NULL, PRIMARY KEY (arn, id)) STRICT;
      CREATE TABLE IF NOT EXISTS stages (
        arn TEXT NOT NULL, stage TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (arn, stage)) STRICT;
      COMMIT;
    `);
  } catch (error) {
    state.close();
    if (!/locked/.test(String(error))) throw error;
    throw new Error(`Another process is using ${folder}: stop it first.`);
  }
  return state;
}
