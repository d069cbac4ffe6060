import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let prepared: Promise<string> | undefined;

/** Empty at first: a refresh that ran out of time left its files to the next one in the same sandbox. */
export function buildFolder(): Promise<string> {
  const folder = join(tmpdir(), 'catalog-builds');
  prepared ??= rm(folder, { recursive: true, force: true })
    .then(() => mkdir(folder, { recursive: true }))
    .then(() => folder);
  return prepared;
}
