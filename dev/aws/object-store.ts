import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

export interface StoredObject {
  bucket: string;
  key: string;
  /** Path of its bytes. */
  file: string;
  size: number;
  etag: string;
  contentType: string;
  /** Header that gives the checksum, e.g. `x-amz-checksum-sha256`. */
  checksumName: string | null;
  checksum: string | null;
  /** Epoch milliseconds. */
  modifiedAt: number;
  tags: Record<string, string>;
}

export interface ObjectStore {
  /** A path for the bytes of an object that is about to be put. */
  newFile(): string;
  put(object: StoredObject): Promise<void>;
  get(bucket: string, key: string): StoredObject | undefined;
  /** In the order of the keys' bytes. */
  list(bucket: string, prefix: string, after: string, limit: number): StoredObject[];
  tag(bucket: string, key: string, tags: Record<string, string>): void;
  delete(bucket: string, key: string): Promise<void>;
  close(): void;
}

/** A reader may have learnt of an object just before it was superseded. AWS gives it a day or two; so much is enough here. */
const expiryMilliseconds = 15 * 60_000;

/**
 * Objects as files, their names in `state`; for as long as this runs when there is no folder. An object that is tagged
 * `superseded=true` is deleted a while later, as the stack's lifecycle rule has it, at the next put or start.
 */
export function openObjectStore(state: DatabaseSync, folder: string | undefined): ObjectStore {
  const files = folder === undefined ? mkdtempSync(join(tmpdir(), 'local-s3-')) : join(folder, 's3');
  mkdirSync(files, { recursive: true });
  const insert = state.prepare(
    `INSERT OR REPLACE INTO objects
      (bucket, key, file, size, etag, contentType, checksumName, checksum, modifiedAt, tags, supersededAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const one = state.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?');
  const page = state.prepare(
    'SELECT * FROM objects WHERE bucket = ?1 AND substr(key, 1, length(?2)) = ?2 AND key > ?3 ORDER BY key LIMIT ?4',
  );
  const setTags = state.prepare('UPDATE objects SET tags = ?, supersededAt = ? WHERE bucket = ? AND key = ?');
  const remove = state.prepare('DELETE FROM objects WHERE bucket = ? AND key = ? RETURNING file');
  const expire = state.prepare('DELETE FROM objects WHERE supersededAt <= ? RETURNING file');
  const all = state.prepare('SELECT file FROM objects');

  const read = (row: Record<string, unknown>) =>
    ({ ...row, file: join(files, String(row.file)), tags: JSON.parse(String(row.tags)) }) as StoredObject;
  const removeFiles = (rows: Record<string, unknown>[]) =>
    Promise.all(rows.map((row) => rm(join(files, String(row.file)), { force: true })));
  const supersededAt = (tags: Record<string, string>) => (tags.superseded === 'true' ? Date.now() : null);

  expire.all(Date.now() - expiryMilliseconds);
  // Those, and what a run that crashed left behind.
  const known = new Set(all.all().map((row) => row.file));
  for (const name of readdirSync(files)) if (!known.has(name)) rmSync(join(files, name));

  return {
    newFile: () => join(files, randomUUID()),
    async put({ bucket, key, file, size, etag, contentType, checksumName, checksum, modifiedAt, tags }) {
      const before = remove.all(bucket, key);
      const name = file.slice(files.length + 1);
      const row = [bucket, key, name, size, etag, contentType, checksumName, checksum, modifiedAt] as const;
      insert.run(...row, JSON.stringify(tags), supersededAt(tags));
      await removeFiles([...before, ...expire.all(Date.now() - expiryMilliseconds)]);
    },
    get(bucket, key) {
      const row = one.get(bucket, key);
      return row && read(row);
    },
    list: (bucket, prefix, after, limit) => page.all(bucket, prefix, after, limit).map(read),
    tag: (bucket, key, tags) => void setTags.run(JSON.stringify(tags), supersededAt(tags), bucket, key),
    async delete(bucket, key) {
      await removeFiles(remove.all(bucket, key));
    },
    close() {
      if (folder === undefined) rmSync(files, { recursive: true });
    },
  };
}
