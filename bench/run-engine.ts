import { execFile } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Engine, Query } from './engines/engine.ts';
import { temporaryPath } from './temporary-path.ts';

const run = promisify(execFile);
const root = new URL('.', import.meta.url).pathname;

export const engineNames = ['connector', 'minisearch', 'orama', 'flexsearch', 'fts5'];

/** Peers are packages of this folder's own, installed when one is first measured. */
export async function installPeers(): Promise<void> {
  if (!existsSync(`${root}node_modules`)) await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root });
}

export type Limits = NonNullable<Engine['limits']>;

/** Throws for an engine that there is no module for. */
export async function limitsOf(name: string): Promise<Limits> {
  const { default: engine }: { default: Engine } = await import(`./engines/${name}.ts`);
  return engine.limits ?? { items: Number.POSITIVE_INFINITY, queries: Number.POSITIVE_INFINITY };
}

/** One engine, each task in a process of its own; times in milliseconds. */
export function engineRunner(name: string) {
  const path = temporaryPath();

  async function measure<T>(task: string, ...args: string[]): Promise<T> {
    const options = ['--max-old-space-size=8192', `${root}measure-engine.ts`, name, task, ...args];
    const { stdout } = await run(process.execPath, options, { maxBuffer: 2 ** 30 });
    return JSON.parse(stdout);
  }

  function written(queries: readonly Query[]): string {
    const file = temporaryPath();
    writeFileSync(file, JSON.stringify(queries));
    return file;
  }

  return {
    async build(feed: string) {
      const { time, peakMb } = await measure<{ time: number; peakMb: number }>('build', feed, path);
      return { time, peakMb, sizeMb: statSync(path).size / 1e6 };
    },
    open: async (query: Query) => (await measure<{ time: number }>('open', path, written([query]))).time,
    /** For each query the ids found and the median time of `passes` runs. */
    search: (queries: readonly Query[], passes: number) =>
      measure<{ time: number; ids: string[] }[]>('search', path, written(queries), String(passes)),
  };
}
