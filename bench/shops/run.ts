import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answerHelp } from '../../dev/answer-help.ts';
import { printTable } from '../table.ts';
import { viewOf } from './agents-view.ts';
import { compare } from './compare.ts';
import { type LocalConnector, startLocalConnector } from './local-connector.ts';
import { quantile } from './quantile.ts';
import type { RealShop, RunningShop, TrueProduct } from './real-shop.ts';

const usage = `Usage: npm run test:shops -- [--products <number>] <shop> …
  Starts real servers of shop platforms, installs each through a local run, and compares what agents get with what the shop says it
  sells: at first, and after the shop has changed. The shops are the folders of bench/shops/.
  --products  so many products instead of the platform's own sample`;

answerHelp(usage);
const { values, positionals } = parseArgs({ options: { products: { type: 'string' } }, allowPositionals: true });
const count = Number(values.products ?? 0);
if (positionals.length === 0 || !Number.isInteger(count)) {
  console.error(usage);
  process.exit(1);
}
let differences = 0;
for (const name of positionals) differences += await compareShop(name);
process.exit(differences > 0 ? 1 : 0);

async function compareShop(name: string): Promise<number> {
  const { shop } = (await import(`./${name}/shop.ts`)) as { shop: RealShop };
  const folder = mkdtempSync(join(tmpdir(), `real-${name}-`));
  const rows: Parameters<typeof printTable>[0] = [];
  const found: string[] = [];
  let running: RunningShop | undefined;
  let local: LocalConnector | undefined;
  try {
    console.log(`${name}: starting and seeding the server …`);
    const started = Date.now();
    running = await shop.start(folder, count > 0 ? { products: count } : {});
    console.log(`${name}: there after ${seconds(Date.now() - started)}; installing …`);
    local = await startLocalConnector(name, running.parameters);
    found.push(...(await row(rows, 'as seeded', local, running)));
    for (const line of await running.change()) console.log(`${name}: ${line}`);
    await local.refresh();
    found.push(...(await row(rows, 'as changed', local, running)));
    found.push(...((await running.played?.()) ?? []).map((line) => `the played shop: ${line}`));
  } finally {
    await local?.close();
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${name}`);
  printTable(rows);
  for (const line of found.slice(0, 100)) console.log(`  ${line}`);
  return found.length;
}

/** Compares once; answers the differences. */
async function row(rows: Parameters<typeof printTable>[0], title: string, local: LocalConnector, shop: RunningShop) {
  const usage = await shop.usage?.();
  const truth = await shop.truth();
  const view = await viewOf(local);
  const { counts, differences } = await compare(view, truth, local.locale);
  const times = await searchTimes(truth, view.search);
  const { milliseconds, megabytes } = local.report();
  rows.push([
    title,
    {
      ...counts,
      differences: differences.length,
      requests: usage?.requests ?? '–',
      pass: seconds(milliseconds),
      'pass MB': megabytes,
      'server MB': usage?.megabytes ?? '–',
      'search p50 ms': quantile(times, 0.5).toFixed(1),
      'search p99 ms': quantile(times, 0.99).toFixed(1),
    },
  ]);
  return differences.map((line) => `${title}: ${line}`);
}

async function searchTimes(truth: readonly TrueProduct[], search: (text: string) => Promise<{ milliseconds: number }>) {
  const times: number[] = [];
  for (let at = 0; at < 300; at++) {
    const words = truth[(at * 37) % truth.length]!.title.split(' ');
    times.push((await search(words.slice(0, 1 + (at % 3)).join(' '))).milliseconds);
  }
  return times;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
