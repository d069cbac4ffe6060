import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** In a temporary folder, of every file that git knows or would take, with the packages that are installed here. */
export function copyOfTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fork-'));
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout;
  const files = git('ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0').filter(Boolean);
  const deleted = new Set(git('ls-files', '-z', '--deleted').split('\0'));
  for (const file of files) if (!deleted.has(file)) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  spawnSync('git', ['init', '--quiet'], { cwd: folder });
  return folder;
}
