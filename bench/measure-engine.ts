/**
 * One engine in a process of its own: `build <feed> <file>`, `open <file> <queries>` or `search <file> <queries> <passes>`, where
 * `queries` is a JSON file with a list. Prints its figures as JSON; times in milliseconds.
 */
import { readFileSync } from 'node:fs';
import type { Engine, OpenEngine, Query } from './engines/engine.ts';

const [name, task, ...paths] = process.argv.slice(2) as [string, string, ...string[]];
const engine: Engine = (await import(`./engines/${name}.ts`)).default;

const tasks: Record<string, () => Promise<object>> = {
  async build() {
    const start = performance.now();
    await engine.build(...(paths as [string, string]));
    return { time: performance.now() - start, peakMb: process.resourceUsage().maxRSS / 1024 };
  },

  async open() {
    const [first] = queriesIn(paths[1]!);
    const start = performance.now();
    const open = await engine.open(paths[0]!);
    await open.products(first!);
    return { time: performance.now() - start };
  },

  async search() {
    const queries = queriesIn(paths[1]!);
    const open = await engine.open(paths[0]!);
    for (const query of queries.slice(0, 100)) await open.products(query);
    const answers = [];
    for (const query of queries) answers.push(await answer(open, query, Number(paths[2])));
    return answers;
  },
};

/** Ids found, and the median time of `passes` runs. */
async function answer(open: OpenEngine, query: Query, passes: number) {
  const times: number[] = [];
  let ids: string[] = [];
  for (let i = 0; i < passes; i++) {
    const start = performance.now();
    const products = await open.products(query);
    times.push(performance.now() - start);
    ids = products.map(({ id }) => id);
  }
  return { time: times.sort((a, b) => a - b)[passes >> 1]!, ids };
}

function queriesIn(path: string): Query[] {
  return JSON.parse(readFileSync(path, 'utf8'));
}

console.log(JSON.stringify(await tasks[task]!()));
