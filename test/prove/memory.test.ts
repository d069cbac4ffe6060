import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { variables } from '../../connector/environment.ts';
import { localAccount, localAwsVariables, newCredentials } from '../../dev/aws/local-account.ts';
import { buildFeedFile } from '../../dev/build-feed-file.ts';
import type { LocalServer } from '../../dev/local-server.ts';
import { bundleFunction } from '../../lib/bundle-function.ts';
import { startCannedServices } from '../helpers/canned-services.ts';
import type { MemoryReport, MemoryTask } from '../helpers/memory-worker.ts';
import { report, runs } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';

const secret = 'memory-secret';
const samples = runs(12, 30);
const folder = mkdtempSync(join(tmpdir(), 'memory-'));
let services: LocalServer;

beforeAll(async () => {
  const rows = Array.from({ length: 50 }, (_, index) => ({
    id: `id-${index}`,
    title: `Kite ${index} of silk`,
    category: `Outdoor > Kites ${index % 5}`,
  }));
  const feed = shopFeed(rows);
  const file = join(folder, 'catalog.sqlite');
  const limits = { maxItems: 1_000, maxBytes: 1_000_000, now: new Date(), signal: new AbortController().signal };
  await buildFeedFile(Readable.from([Buffer.from(feed)]), file, limits);
  services = await startCannedServices({ secret, feed, catalogFile: readFileSync(file) });
});
afterAll(async () => {
  await services?.close();
  rmSync(folder, { recursive: true });
});

/** Calls the bundled function so often in a process of its own. */
async function weigh(functionName: string, calls: number): Promise<MemoryReport> {
  const temporary = join(folder, `${functionName}-tmp`);
  mkdirSync(temporary);
  const env = {
    ...localAwsVariables({ endpoint: services.url, region: localAccount.region, credentials: newCredentials() }),
    TMPDIR: temporary,
    [variables.installTable]: 'installs',
    [variables.appSecret]: 'secret',
    [variables.credentialKey]: 'key',
    [variables.indexBucket]: 'indexes',
    [variables.refreshQueue]: `${services.url}/queue`,
    // A megabyte holds a few catalog files: the others are evicted.
    [variables.ephemeralStorage]: '1',
    [variables.metricNamespace]: 'memory',
    [variables.localShops]: new URL(services.url).host,
    [variables.localIadvizeApi]: `${services.url}/api/2`,
  };
  const program = fileURLToPath(new URL('../helpers/memory-worker.ts', import.meta.url));
  const child = fork(program, { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env });
  const file = join(bundleFunction(functionName, folder), 'index.cjs');
  const variety = { websites: runs(20, 300), questions: runs(60, Number.MAX_SAFE_INTEGER) };
  const settings = { secret, shopUrl: services.url, ...variety };
  child.send({ functionName, file, calls, samples, ...settings } satisfies MemoryTask);
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The process ended with ${code}.`)));
  const [measured] = await Promise.race([once(child, 'message'), ended]);
  return measured as MemoryReport;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** What the calls of the last two thirds came after: caches and compiled code are there by then. */
const settledOf = ({ samples }: MemoryReport) => samples.slice(samples.length / 3);

/** Bytes that a call leaves behind. Of many short distances the median: V8 gives pages back in a step now and then. */
function growthOf(measured: MemoryReport): number {
  const settled = settledOf(measured);
  const distance = settled.length / 4;
  return median(
    settled.slice(distance).map(({ heap, calls }, index) => {
      const before = settled[index]!;
      return (heap - before.heap) / (calls - before.calls);
    }),
  );
}

it.for<[name: string, calls: number]>([
  // What SQLite keeps beside the heap for the catalogs held is complete after some 40,000 questions: at 125 MB, where it stays.
  ['products', runs(300, 100_000)],
  ['categories', runs(300, 50_000)],
  ['webhook-events', runs(300, 50_000)],
  ['verification', runs(60, 3_000)],
  ['refresh-catalog', runs(24, 1_000)],
  ['webhook-availability', runs(500, 50_000)],
  ['health', runs(500, 50_000)],
])('%s does not grow with its calls', { timeout: 10 * 60_000 }, async ([functionName, calls], { task }) => {
  const measured = await weigh(functionName, calls);
  const settled = settledOf(measured);
  const nativeGrowth =
    median(settled.slice(settled.length / 2).map(({ native }) => native)) -
    median(settled.slice(0, settled.length / 2).map(({ native }) => native));
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const { heap, resident } = measured.samples.at(-1)!;
  const statuses = Object.entries(measured.statuses).map(([status, count]) => `${count} × ${status}`);
  report(
    task,
    `${calls} calls in ${Math.round(measured.milliseconds / 1000)} s (${statuses.join(', ')}): ${growthOf(measured).toFixed(1)} bytes a call, heap ${megabytes(heap)}, beside it ${megabytes(nativeGrowth)} more, resident ${megabytes(resident)}`,
  );
  const done = (measured.statuses[200] ?? 0) + (measured.statuses.done ?? 0);
  expect(done).toBeGreaterThan(calls * 0.8);
  // Two megabytes over the whole run: what 100 bytes a call exceed in 50,000 calls.
  expect(growthOf(measured)).toBeLessThan(2e6 / calls);
  expect(nativeGrowth).toBeLessThan(8e6);
});
