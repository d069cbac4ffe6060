import { existsSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './run-node.ts';

/** `bundles`: only what a function is made of has changed; `stack`: also what it runs on. */
export type Change = 'bundles' | 'stack';

interface Watched {
  change: Change;
  folders: readonly string[];
}

const watched: readonly Watched[] = [
  { change: 'bundles', folders: ['connector', 'functions'] },
  { change: 'stack', folders: ['lib', 'bin'] },
];
/** Beside the folders: the one file that a fork edits, and names that the stack shares with the functions. */
const stackFiles = ['connector.config.ts', 'cdk.json', 'environment.ts'];
/** Editors write a file in several steps, and several files at once. */
const settleMilliseconds = 60;

/** Calls back when source files have changed, once for changes at the same time; answers how to stop. */
export function watchSources(onChange: (change: Change) => void, folder = root): () => void {
  let pending: Change | undefined;
  let timer: NodeJS.Timeout | undefined;
  const note = (change: Change, file: string | null) => {
    if (!file || !/\.(ts|json|sql)$/.test(file)) return;
    const needsStack = change === 'stack' || stackFiles.includes(basename(file));
    pending = needsStack ? 'stack' : (pending ?? 'bundles');
    clearTimeout(timer);
    timer = setTimeout(() => {
      const settled = pending;
      pending = undefined;
      if (settled) onChange(settled);
    }, settleMilliseconds);
  };
  const watchers = watched
    .flatMap(({ change, folders }) => folders.map((name) => ({ change, path: join(folder, name) })))
    .filter(({ path }) => existsSync(path))
    .map(({ change, path }) => watch(path, { recursive: true }, (_, file) => note(change, file)));
  watchers.push(
    watch(folder, (_, file) => {
      if (file && stackFiles.includes(file)) note('stack', file);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
