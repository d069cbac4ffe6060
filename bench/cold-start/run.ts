/** Cold start and warm path of `products` beside its peers: see README.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readValues } from '../read-values.ts';
import { printTable } from '../table.ts';
import type { Bundle } from './bundle-candidate.ts';
import { barChart } from './charts.ts';
import { figuresOf, of, ratio, type Samples } from './figures.ts';
import { availableDriver } from './function-process.ts';
import { installPeers } from './install-peers.ts';
import { measureCandidates } from './measure-candidates.ts';
import { startStub } from './start-stub.ts';
import type { Stub } from './stub.ts';

const peers = ['sdk-only', 'middy', 'hono', 'express', 'fastify', 'nestjs'];
const all = ['connector', 'connector-live', 'bare', 'http-only', 'aws-only', ...peers];

const values = readValues('bench', {
    rounds: { type: 'string', default: '21' },
    items: { type: 'string', default: '3000' },
    calls: { type: 'string', default: '150' },
    candidates: { type: 'string', default: all.join(',') },
    json: { type: 'string' },
    chart: { type: 'string' },
  });
const rounds = Number(values.rounds);
const names = [...new Set(['bare', ...values.candidates.split(',')])];

installPeers();
const driver = availableDriver();
const folder = mkdtempSync(join(tmpdir(), 'cold-start-bundles-'));
const { stub, close } = await startStub(Number(values.items));
try {
  const run = { rounds, calls: Number(values.calls), driver, stub, folder };
  const { samples, bundles } = await measureCandidates(names, run);
  print(samples, bundles, stub);
  if (values.json) {
    writeFileSync(values.json, `${JSON.stringify(figuresOf(samples, bundles, { rounds, driver }), null, 2)}\n`);
  }
  if (values.chart) {
    const bars = [...samples].map(([name, own]) => ({ name, value: ratio(own, samples.get('bare')!, 'cold_ms') }));
    const ascending = bars.toSorted((a, b) => a.value - b.value);
    const title = 'Cold start: spawn to first answer, as a ratio to a bare handler';
    writeFileSync(values.chart, barChart(title, ascending, (name) => name.startsWith('connector')));
  }
} finally {
  close();
  rmSync(folder, { recursive: true, force: true });
}

function print(samples: Samples, bundles: Map<string, Bundle>, { indexBytes }: Stub): void {
  console.log(
    `Node ${process.version}, driven by ${driver}; ${rounds} rounds, ${values.items} items, index ${kilobytes(indexBytes)} kB`,
  );
  const bare = samples.get('bare')!;
  printTable(
    [...samples].map(([name, own]) => [
      name,
      {
        'cold ms': of(own, 'cold_ms').toFixed(1),
        '× bare': ratio(own, bare, 'cold_ms').toFixed(2),
        '× connector': samples.has('connector') ? ratio(own, samples.get('connector')!, 'cold_ms').toFixed(2) : '–',
        'init ms': of(own, 'init_ms').toFixed(1),
        'cpu ms': of(own, 'cpu_ms').toFixed(1),
        'cpu × bare': ratio(own, bare, 'cpu_ms').toFixed(2),
        'warm cpu µs': of(own, 'warm_cpu_us').toFixed(0),
        'other cpu µs': of(own, 'other_cpu_us').toFixed(0),
        'rss MB': of(own, 'rss_mb').toFixed(1),
        'rss warm MB': of(own, 'warm_rss_mb').toFixed(1),
        'bundle kB': kilobytes(bundles.get(name)!.bytes),
      },
    ]),
  );
  for (const [name, { packages }] of bundles) {
    const largest = packages.slice(0, 6).map(([name, bytes]) => `${name} ${kilobytes(bytes)}`);
    console.log(`${name}: ${largest.join(', ')}${packages.length > 6 ? `, ${packages.length - 6} more` : ''} kB`);
  }
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
