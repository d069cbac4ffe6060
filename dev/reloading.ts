import { findTypeError } from './build.ts';
import type { LocalRun } from './local-run.ts';
import { type Change, watchSources } from './watch-sources.ts';

const real = { watch: watchSources, print: (line: string) => console.log(line), findTypeError };

/**
 * Serves every change of the sources, one after the other, and says so in one line. What cannot be built leaves the old
 * version serving. Answers how to stop.
 */
export async function keepReloading(
  run: Pick<LocalRun, 'reload'>,
  { watch, print, findTypeError } = real,
): Promise<() => void> {
  let waiting: Change | undefined;
  let busy = false;
  let typeCheck = new AbortController();

  const reload = async (change: Change) => {
    typeCheck.abort();
    typeCheck = new AbortController();
    const { signal } = typeCheck;
    try {
      const started = performance.now();
      const changed = await run.reload(change);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      if (changed.length > 0) print(`Reloaded ${changed.join(', ')} in ${seconds} s`);
      const tellTypeError = (error: string | undefined) => error && print(`Serving, but with a type error: ${error}`);
      void findTypeError(signal).then(tellTypeError, () => {});
    } catch (error) {
      if (!signal.aborted) print(`Not reloaded, the old version serves on: ${(error as Error).message}`);
    }
  };
  const work = async () => {
    busy = true;
    while (waiting) {
      const change = waiting;
      waiting = undefined;
      await reload(change);
    }
    busy = false;
  };
  const stopWatching = await watch((change) => {
    waiting = waiting === 'stack' ? 'stack' : change;
    if (!busy) void work();
  });
  return () => {
    stopWatching();
    typeCheck.abort();
  };
}
