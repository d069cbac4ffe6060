import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivate } from '../private-folder.ts';
import { type LocalCredentials, newCredentials } from './local-account.ts';

/**
 * The keys, secrets, messages and names of objects of the local AWS, in memory or in `folder`. The open transaction lock makes
 * one process own the folder, DynamoDB's files included, and ends with the process however it ends.
 */
export function openLocalState(folder: string | undefined): DatabaseSync {
  const state = new DatabaseSync(folder === undefined ? ':memory:' : stateFile(folder));
  try {
    state.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      BEGIN EXCLUSIVE;
      CREATE TABLE IF NOT EXISTS credentials (accessKeyId TEXT PRIMARY KEY, secretAccessKey TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS keys (arn TEXT PRIMARY KEY, fingerprint BLOB NOT NULL, material BLOB NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS versions (
        arn TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, createdAt REAL NOT NULL, PRIMARY KEY (arn, id)) STRICT;
      CREATE TABLE IF NOT EXISTS stages (
        arn TEXT NOT NULL, stage TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (arn, stage)) STRICT;
      DROP TABLE IF EXISTS messages; -- of 0.1.0, without groups
      CREATE TABLE IF NOT EXISTS queued (
        queue TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, groupId TEXT, deduplicationId TEXT,
        sentAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL, receives INTEGER NOT NULL, firstReceivedAt INTEGER,
        receipt TEXT, PRIMARY KEY (queue, id)) STRICT;
      CREATE INDEX IF NOT EXISTS queuedByGroup ON queued (queue, groupId);
      CREATE TABLE IF NOT EXISTS deduplications (
        queue TEXT NOT NULL, deduplicationId TEXT NOT NULL, messageId TEXT NOT NULL, sentAt INTEGER NOT NULL,
        PRIMARY KEY (queue, deduplicationId)) STRICT;
      CREATE TABLE IF NOT EXISTS objects (
        bucket TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
        contentType TEXT NOT NULL, checksumName TEXT, checksum TEXT, modifiedAt INTEGER NOT NULL, tags TEXT NOT NULL,
        supersededAt INTEGER, PRIMARY KEY (bucket, key)) STRICT;
      COMMIT;
    `);
  } catch (error) {
    state.close();
    if (!/locked/.test(String(error))) throw error;
    throw new Error(`Another process is using ${folder}: stop it first.`);
  }
  return state;
}

function stateFile(folder: string): string {
  makePrivate(folder);
  const file = join(folder, 'local-account.sqlite');
  const former = join(folder, 'keys-and-secrets.sqlite'); // of 0.1.0
  // With what a run that crashed within a transaction left beside it.
  for (const end of ['-journal', '']) if (existsSync(former + end)) renameSync(former + end, file + end);
  return file;
}

/** Those of the state, made when it has none. */
export function credentialsOf(state: DatabaseSync): LocalCredentials {
  const kept = state.prepare('SELECT accessKeyId, secretAccessKey FROM credentials').get();
  if (kept) return kept as unknown as LocalCredentials;
  const made = newCredentials();
  state.prepare('INSERT INTO credentials VALUES (?, ?)').run(made.accessKeyId, made.secretAccessKey);
  return made;
}
