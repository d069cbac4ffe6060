import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-node.ts';

/** `bundles`: only what a function is made of has changed; `stack`: also what it runs on. */
export type Change = 'bundles' | 'stack';

const folders: readonly [string, Change][] = [
  ['connector', 'bundles'],
  ['functions', 'bundles'],
  ['lib', 'stack'],
  ['bin', 'stack'],
];
/** The files beside those folders that count, and in them the one with the names that the stack shares. */
const stackFiles = ['connector.config.ts', 'cdk.json', 'environment.ts'];
/** Editors write a file in several steps, and several files at once. */
const settleMilliseconds = 60;

/** Calls back when source files have changed, once for changes at the same time; answers how to stop. */
export function watchSources(onChange: (change: Change) => void, repository = root): () => void {
  const watchers = new Map<string, FSWatcher>();
  let pending: Change | undefined;
  let timer: NodeJS.Timeout | undefined;

  const note = (change: Change, file: string) => {
    if (!/\.(ts|json)$/.test(file)) return;
    pending = change === 'stack' || stackFiles.includes(file) ? 'stack' : (pending ?? 'bundles');
    clearTimeout(timer);
    timer = setTimeout(() => {
      const settled = pending;
      pending = undefined;
      if (settled) onChange(settled);
    }, settleMilliseconds);
  };

  // One watcher a folder: on Linux, a recursive one loses a file that an editor replaces by renaming another over it.
  const watchFolder = (path: string, change: Change, isNew: boolean) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) forget(path);
    else if (!watchers.has(path)) {
      const watcher = watch(path, (_, file) => {
        if (!file) return;
        note(change, file);
        if (!file.includes('.')) watchFolder(join(path, file), change, true);
      });
      watcher.on('error', () => forget(path));
      watchers.set(path, watcher);
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        if (entry.isDirectory()) watchFolder(join(path, entry.name), change, isNew);
        else if (isNew) note(change, entry.name);
      }
    }
  };
  const forget = (path: string) => {
    watchers.get(path)?.close();
    watchers.delete(path);
  };

  for (const [folder, change] of folders) watchFolder(join(repository, folder), change, false);
  const beside = watch(repository, (_, file) => file && stackFiles.includes(file) && note('stack', file));
  return () => {
    clearTimeout(timer);
    beside.close();
    for (const path of [...watchers.keys()]) forget(path);
  };
}
