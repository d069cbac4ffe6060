/** Speed of the product search beside its peers: see README.md. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { feedOf } from './feed-of.ts';
import { engineNames, engineRunner, installPeers, limitsOf } from './run-engine.ts';
import { type FeedSample, sampleFeed } from './sample-feed.ts';
import { pageQueries, searchQueries } from './search-queries.ts';
import { printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '100000' },
    feed: { type: 'string' },
    engines: { type: 'string', default: engineNames.join(',') },
    queries: { type: 'string', default: '2000' },
    passes: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});

const opens = 5;

type Figures = Record<'p50_ms' | 'p99_ms' | 'page_p99_ms' | 'open_ms' | 'build_s' | 'peak_mb' | 'size_mb', number>;

async function figuresOf(name: string, feed: string, sample: FeedSample, queries: number): Promise<Figures> {
  const engine = engineRunner(name);
  const searches = searchQueries(sample, queries);
  const { time, peakMb, sizeMb } = await engine.build(feed);
  const open: number[] = [];
  for (let i = 0; i < opens; i++) open.push(await engine.open(searches[i]!));
  const searched = (await engine.search(searches, Number(values.passes))).map((one) => one.time);
  const paged = (await engine.search(pageQueries(sample, Math.min(400, queries)), Number(values.passes))).map(
    (one) => one.time,
  );
  return {
    p50_ms: quantile(searched, 0.5),
    p99_ms: quantile(searched, 0.99),
    page_p99_ms: quantile(paged, 0.99),
    open_ms: quantile(open, 0.5),
    build_s: rounded(time / 1000),
    peak_mb: rounded(peakMb),
    size_mb: rounded(sizeMb),
  };
}

function quantile(times: number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!);
}

const rounded = (value: number) => Number(value.toPrecision(3));

await installPeers();
const items = Number(values.items);
const engines: Record<string, Figures> = {};
const remarks: string[] = [];
for (const name of values.engines.split(',')) {
  const limits = await limitsOf(name);
  const feed = values.feed ?? (await feedOf(Math.min(items, limits.items)));
  const queries = Math.min(Number(values.queries), limits.queries);
  if (items > limits.items)
    remarks.push(
      `${name} is too slow or too large for more than ${limits.items} items and ${limits.queries} queries: measured with those.`,
    );
  try {
    engines[name] = await figuresOf(name, feed, await sampleFeed(feed, 5_000), queries);
  } catch (error) {
    remarks.push(`${name} could not run: ${String(error).slice(0, 300)}`);
  }
}
printTable(engines);
for (const remark of remarks) console.log(remark);
if (values.json) writeFileSync(values.json, JSON.stringify({ items, engines }));
