/** What a call costs as the catalog, the websites and the calls of one function instance grow: see README.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readValues } from '../read-values.ts';
import { printTable } from '../table.ts';
import { bundleCandidate } from './bundle-candidate.ts';
import { type Line, lineChart } from './charts.ts';
import { median } from './figures.ts';
import { availableDriver, type FunctionProcess, startFunctionProcess } from './function-process.ts';
import { startStub } from './start-stub.ts';
import type { Stub } from './stub.ts';

const values = readValues('bench:growth', { rounds: { type: 'string', default: '5' }, chart: { type: 'string' } });
const rounds = Number(values.rounds);
const steps = ['×1', '×10', '×100', '×1000'];
const warmUp = 1_000;
const measured = 1_000;

/** Microseconds of CPU a call for the same question and for another each time, and resident megabytes at the end. */
interface Cost {
  same: number;
  other: number;
  resident: number;
}

const folder = mkdtempSync(join(tmpdir(), 'growth-'));
try {
  const bundle = await bundleCandidate('connector', 'functions/products.ts', folder);
  const catalogs = await grow([300, 3_000, 30_000, 300_000], (items) =>
    withStub(items, 1, (stub) => inInstance(bundle.folder, stub, (instance) => cost(instance, stub))),
  );
  const websites = await grow([1, 10, 100, 1_000], (count) =>
    withStub(300, count, (stub) => inInstance(bundle.folder, stub, (instance) => costOfWebsites(instance, stub, count))),
  );
  const calls = await withStub(3_000, 1, (stub) =>
    inInstance(bundle.folder, stub, async (instance) => {
      const costs: Cost[] = [];
      let done = 0;
      for (const upTo of [100, 1_000, 10_000, 100_000]) {
        while (done < upTo) await instance.invoke(stub.events[done++ % stub.events.length]);
        costs.push(await cost(instance, stub));
        done += warmUp + 2 * measured;
      }
      return costs;
    }),
  );
  show('items in the catalog, 300 to 300,000', catalogs);
  show('websites on one instance, 1 to 1,000 (300 items each)', websites);
  show('calls that the instance answered before, 100 to 100,000', calls);
  if (values.chart) {
    const lines: Line[] = [
      { name: 'items', values: catalogs.map(({ other }) => other) },
      { name: 'websites', values: websites.map(({ other }) => other) },
      { name: 'calls', values: calls.map(({ other }) => other) },
    ];
    writeFileSync(values.chart, lineChart('A call with another question, as things grow', steps, 'µs of CPU', lines));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function grow(sizes: number[], measure: (size: number) => Promise<Cost>): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const size of sizes) costs.push(await measure(size));
  return costs;
}

async function withStub<Value>(items: number, count: number, use: (stub: Stub) => Promise<Value>): Promise<Value> {
  const { stub, close } = await startStub(items, count);
  return use(stub).finally(close);
}

async function inInstance<Value>(
  bundle: string,
  { variables }: Stub,
  use: (instance: FunctionProcess) => Promise<Value>,
): Promise<Value> {
  // As `lib/connector-stack.ts` deploys it: all the catalogs find room.
  const settings = { ...variables, EPHEMERAL_STORAGE_MEGABYTES: '10240' };
  const instance = await startFunctionProcess(bundle, settings, availableDriver());
  const invoke: FunctionProcess['invoke'] = async (event) => {
    const answer = await instance.invoke(event);
    if (!answer.result.includes('"statusCode":200')) throw new Error(answer.result.slice(0, 500));
    return answer;
  };
  return use({ ...instance, invoke }).finally(() => instance.close());
}

async function cost(instance: FunctionProcess, { events }: Stub): Promise<Cost> {
  const [first, ...others] = events;
  for (let i = 0; i < warmUp; i++) await instance.invoke(i % 2 ? first : others[i % others.length]);
  const same = await perCall(instance, () => first);
  const other = await perCall(instance, (i) => others[i % others.length]);
  return { same, other, resident: instance.resident() };
}

/** Each website in turn; every catalog is open before the first measured call. */
async function costOfWebsites(instance: FunctionProcess, { events }: Stub, count: number): Promise<Cost> {
  for (let i = 0; i < Math.max(warmUp, count); i++) await instance.invoke(events[i % events.length]);
  const same = await perCall(instance, (i) => events[i % count]);
  const other = await perCall(instance, (i) => events[(i * 7) % events.length]);
  return { same, other, resident: instance.resident() };
}

async function perCall(instance: FunctionProcess, event: (i: number) => unknown): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = instance.cpu();
    for (let i = 0; i < measured / rounds; i++) await instance.invoke(event(round * (measured / rounds) + i));
    costs.push((instance.cpu() - before) / (measured / rounds));
  }
  return median(costs);
}

function show(title: string, costs: Cost[]): void {
  console.log(`\n${title}`);
  const columns = (values: (cost: Cost) => number) =>
    Object.fromEntries(costs.map((cost, i) => [steps[i]!, values(cost).toFixed(0)]));
  printTable([
    ['the same question, µs', columns(({ same }) => same)],
    ['another question, µs', columns(({ other }) => other)],
    ['resident, MB', columns(({ resident }) => resident)],
  ]);
}
