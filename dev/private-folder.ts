import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the folder, with all that an earlier run left in it, its owner's alone; so is whatever this process writes from
 * now on, by libraries too.
 */
export function makePrivate(folder: string): void {
  process.umask(0o077);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    // What a link points at is not ours.
    if (entry.isDirectory()) restrict(join(entry.parentPath, entry.name), 0o700);
    if (entry.isFile()) restrict(join(entry.parentPath, entry.name), 0o600);
  }
}

function restrict(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    // Another run may be at work in the folder.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
