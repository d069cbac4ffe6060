import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | undefined;
let count = 0;

/** A file that does not exist, in a folder that goes with the process. */
export function temporaryPath(): string {
  if (!folder) {
    folder = mkdtempSync(join(tmpdir(), 'search-bench-'));
    process.on('exit', () => rmSync(folder!, { recursive: true, force: true }));
  }
  return join(folder, String(++count));
}
