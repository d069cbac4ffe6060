import { once } from 'node:events';
import { join, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { root } from './run-node.ts';

/** `bundles`: only what a function is made of has changed; `stack`: also what it runs on. */
export type Change = 'bundles' | 'stack';

const ofBundles = ['connector', 'functions'];
const ofStack = ['lib', 'bin', 'connector.config.ts', 'cdk.json'];
/** The names that the stack shares. */
const shared = join('connector', 'environment.ts');
/** A handler of events says by itself what it runs on. */
const ofHandler = /^functions[\\/]own[\\/]on-/;
/** Editors write a file in several steps, and several files at once. */
const settleMilliseconds = 60;

/** Calls back when source files have changed, once for changes at the same time; answers how to stop. */
export async function watchSources(onChange: (change: Change) => void, repository = root): Promise<() => void> {
  let pending: Change | undefined;
  let timer: NodeJS.Timeout | undefined;
  const fileOf = (path: string) => relative(repository, path);
  const topOf = (path: string) => fileOf(path).split(sep, 1)[0]!;

  const ignored = (path: string) => !['', ...ofBundles, ...ofStack].includes(topOf(path));
  const watcher = watch(repository, { ignored, ignoreInitial: true });
  watcher.on('all', (_, path) => {
    if (!/\.(ts|json)$/.test(path)) return;
    const file = fileOf(path);
    const isOfStack = file === shared || ofHandler.test(file) || ofStack.includes(topOf(path));
    pending = isOfStack ? 'stack' : (pending ?? 'bundles');
    clearTimeout(timer);
    timer = setTimeout(() => {
      const settled = pending;
      pending = undefined;
      if (settled) onChange(settled);
    }, settleMilliseconds);
  });
  await once(watcher, 'ready');
  watcher.on('error', (error) => console.error(`Changes may go unseen: ${(error as Error).message}`));
  return () => {
    clearTimeout(timer);
    void watcher.close();
  };
}
