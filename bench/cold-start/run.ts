/** Cold start and warm path of `products` beside its peers: see README.md. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printTable } from '../table.ts';
import { type Bundle, bundleCandidate } from './bundle-candidate.ts';
import { installPeers } from './install-peers.ts';
import { hasRic, measure, type Sample } from './measure.ts';
import type { Stub } from './stub.ts';

const peers = ['sdk-only', 'middy', 'hono', 'express', 'fastify', 'nestjs'];
const all = ['connector', 'bare', 'aws-only', ...peers];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '21' },
    items: { type: 'string', default: '3000' },
    calls: { type: 'string', default: '150' },
    candidates: { type: 'string', default: all.join(',') },
    json: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const calls = { warmUp: Number(values.calls), measured: Number(values.calls) };
const names = [...new Set(['bare', ...values.candidates.split(',')])];

installPeers();
const folder = mkdtempSync(join(tmpdir(), 'cold-start-bundles-'));
const stubProcess = fork(fileURLToPath(new URL('./stub.ts', import.meta.url)), [values.items]);
try {
  const died = once(stubProcess, 'exit').then(() => Promise.reject(new Error('The stub ended.')));
  died.catch(() => undefined);
  const bundles = new Map<string, Bundle>();
  for (const name of names) {
    const source = name === 'connector' ? 'functions/products.ts' : `bench/cold-start/peers/${name}.ts`;
    bundles.set(name, await bundleCandidate(name, source, folder));
  }
  const [stub] = (await Promise.race([once(stubProcess, 'message'), died])) as [Stub];
  const samples = new Map<string, Sample[]>(names.map((name) => [name, []]));
  // The first round warms the machine's caches, and is dropped.
  for (let round = 0; round <= rounds; round++) {
    for (const name of rotated(names, round)) {
      const sample = await measure(bundles.get(name)!.folder, stub, calls, checkOf(name));
      if (round > 0) samples.get(name)!.push(sample);
    }
    process.stderr.write(`\rround ${round} of ${rounds}`);
  }
  process.stderr.write('\n');
  print(samples, bundles, stub);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(figures(samples, bundles), null, 2)}\n`);
} finally {
  if (stubProcess.connected) stubProcess.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

function print(samples: Map<string, Sample[]>, bundles: Map<string, Bundle>, { indexBytes }: Stub): void {
  const driver = hasRic() ? 'aws-lambda-ric' : 'a plain loop: aws-lambda-ric did not build here';
  console.log(
    `Node ${process.version}, driven by ${driver}; ${rounds} rounds, ${values.items} items, index ${kilobytes(indexBytes)} kB`,
  );
  printTable(
    [...samples].map(([name, own]) => [
      name,
      {
        'cold ms': fixed(of(own, 'cold_ms'), 1),
        '× bare': fixed(ratio(own, samples.get('bare')!, 'cold_ms'), 2),
        '× connector': samples.has('connector') ? fixed(ratio(own, samples.get('connector')!, 'cold_ms'), 2) : '–',
        'init ms': fixed(of(own, 'init_ms'), 1),
        'cpu ms': fixed(of(own, 'cpu_ms'), 1),
        'warm cpu µs': fixed(of(own, 'warm_cpu_us'), 0),
        'rss MB': fixed(of(own, 'rss_mb'), 1),
        'rss warm MB': fixed(of(own, 'warm_rss_mb'), 1),
        'bundle kB': kilobytes(bundles.get(name)!.bytes),
      },
    ]),
  );
  for (const [name, { packages }] of bundles) {
    const largest = packages.slice(0, 6).map(([name, bytes]) => `${name} ${kilobytes(bytes)}`);
    console.log(`${name}: ${largest.join(', ')}${packages.length > 6 ? `, ${packages.length - 6} more` : ''} kB`);
  }
}

function figures(samples: Map<string, Sample[]>, bundles: Map<string, Bundle>) {
  const candidates = Object.fromEntries(
    [...samples].map(([name, own]) => [
      name,
      {
        cold_ms: rounded(of(own, 'cold_ms')),
        ratio_to_bare: rounded(ratio(own, samples.get('bare')!, 'cold_ms')),
        warm_cpu_us: rounded(of(own, 'warm_cpu_us')),
        rss_mb: rounded(of(own, 'rss_mb')),
        bundle_kb: rounded(bundles.get(name)!.bytes / 1000),
      },
    ]),
  );
  return { rounds, candidates };
}

/** A candidate that does the work answers a page of products; the others answer nothing. */
function checkOf(name: string) {
  const expected = name === 'bare' || name === 'aws-only' ? 0 : 20;
  return (result: string) => {
    const { statusCode, body, isBase64Encoded } = JSON.parse(result);
    const products = statusCode === 200 && JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body);
    if (products?.length !== expected) throw new Error(`${name} answered ${result.slice(0, 500)}`);
  };
}

/** Median of a figure, and of its ratios round by round. */
function of(samples: Sample[], figure: keyof Sample): number {
  return median(samples.map((sample) => sample[figure]));
}

function ratio(samples: Sample[], base: Sample[], figure: keyof Sample): number {
  return median(samples.map((sample, round) => sample[figure] / base[round]![figure]));
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function rotated<T>(list: T[], by: number): T[] {
  return list.map((_, index) => list[(index + by) % list.length]!);
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function fixed(value: number, digits: number): string {
  return value.toFixed(digits);
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
