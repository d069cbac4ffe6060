/**
 * The short form for continuous integration: fails when the connector's cold start, warm call, memory or bundle has become more than 15 %
 * dearer, as ratios of one run, than `baseline.json` says. Needs no package of `bench/`. `--write` makes a new baseline.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable } from '../table.ts';
import { median, ratio } from './figures.ts';
import { measureCandidates } from './measure-candidates.ts';
import { startStub } from './start-stub.ts';

const tolerance = 1.15;
/** A machine that is busy with other things may spoil a run, not three in a row. */
const tries = 3;
const baselineFile = new URL('./baseline.json', import.meta.url);
const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, rounds: { type: 'string', default: '9' } },
});

type Ratios = Record<string, number>;

if (process.platform !== 'linux') {
  console.log('CPU is read from /proc, which this system does not have: nothing checked.');
  process.exit();
}
const folder = mkdtempSync(join(tmpdir(), 'cold-start-check-'));
const { stub, close } = await startStub(3000);
try {
  if (values.write) writeFileSync(baselineFile, `${JSON.stringify(await measureRatios(), null, 2)}\n`);
  else if (!(await holds(JSON.parse(readFileSync(baselineFile, 'utf8'))))) process.exitCode = 1;
} finally {
  close();
  rmSync(folder, { recursive: true, force: true });
}

async function holds(baseline: Ratios): Promise<boolean> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const found = await measureRatios();
    const worse = Object.keys(baseline).filter((name) => !(found[name]! <= baseline[name]! * tolerance));
    printTable(
      Object.entries(baseline).map(([name, value]) => [
        name,
        { baseline: value, here: found[name]!, '': worse.includes(name) ? 'over 15 % worse' : 'holds' },
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
