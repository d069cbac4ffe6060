/**
 * The short form for continuous integration: fails when the connector's cold start, warm call, memory or bundle has become more than 15 %
 * dearer, as ratios of one run, than `baseline.json` says. Needs no package of `bench/`. `--write` makes a new baseline: medians of three runs.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readValues } from '../read-values.ts';
import { printTable } from '../table.ts';
import { median, ratio } from './figures.ts';
import { measureCandidates } from './measure-candidates.ts';
import { startStub } from './start-stub.ts';

const tolerance = 1.15;
/** A machine that is busy with other things may spoil a figure once, not three times in a row. */
const tries = 3;
const baselineFile = new URL('./baseline.json', import.meta.url);
const values = readValues('bench:check', { write: { type: 'boolean', default: false }, rounds: { type: 'string', default: '9' } });

type Ratios = Record<string, number>;

if (process.platform !== 'linux') {
  console.log('CPU is read from /proc, which this system does not have: nothing checked.');
  process.exit();
}
const folder = mkdtempSync(join(tmpdir(), 'cold-start-check-'));
const { stub, close } = await startStub(3000);
try {
  if (values.write) writeFileSync(baselineFile, `${JSON.stringify(await newBaseline(), null, 2)}\n`);
  else if (!(await holds(JSON.parse(readFileSync(baselineFile, 'utf8'))))) process.exitCode = 1;
} finally {
  close();
  rmSync(folder, { recursive: true, force: true });
}

async function newBaseline(): Promise<Ratios> {
  const runs: Ratios[] = [];
  while (runs.length < tries) runs.push(await measureRatios());
  return Object.fromEntries(Object.keys(runs[0]!).map((name) => [name, median(runs.map((run) => run[name]!))]));
}

async function holds(baseline: Ratios): Promise<boolean> {
  const best: Ratios = {};
  for (let attempt = 1; attempt <= tries; attempt++) {
    const found = await measureRatios();
    for (const name of Object.keys(baseline)) best[name] = Math.min(best[name] ?? Infinity, found[name]!);
    const worse = Object.keys(baseline).filter((name) => !(best[name]! <= baseline[name]! * tolerance));
    printTable(
      Object.entries(baseline).map(([name, value]) => [
        name,
        { baseline: value, here: best[name]!, '': worse.includes(name) ? 'over 15 % worse' : 'holds' },
      ]),
    );
    if (worse.length === 0) return true;
  }
  console.log('Dearer than the baseline in every try. If that is meant: npm run bench:check -- --write, and say why.');
  return false;
}

async function measureRatios(): Promise<Ratios> {
  const run = { rounds: Number(values.rounds), calls: 150, driver: 'plain loop', stub, folder } as const;
  const { samples, bundles } = await measureCandidates(['bare', 'aws-only', 'connector'], run);
  const of = (name: string) => samples.get(name)!;
  const ratios = {
    'cold start, CPU, to bare': ratio(of('connector'), of('bare'), 'cpu_ms'),
    'warm call, CPU, to aws-only': ratio(of('connector'), of('aws-only'), 'warm_cpu_us'),
    'another question, CPU, to aws-only': median(
      of('connector').map(({ other_cpu_us: own }, round) => own / of('aws-only')[round]!.warm_cpu_us),
    ),
    'memory, to bare': ratio(of('connector'), of('bare'), 'rss_mb'),
    'bundle, kB': bundles.get('connector')!.bytes / 1000,
  };
  return Object.fromEntries(Object.entries(ratios).map(([name, value]) => [name, Number(value.toPrecision(4))]));
}
