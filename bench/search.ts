/** Speed of the product search beside its peers: see README.md. */
import { writeFileSync } from 'node:fs';
import { byEngine, eachEngine } from './each-engine.ts';
import { feedsOf } from './feed-of.ts';
import { engineNames, engineRunner, installPeers } from './run-engine.ts';
import { type FeedSample, sampleFeed } from './sample-feed.ts';
import { pageQueries, searchQueries } from './search-queries.ts';
import { readValues } from './read-values.ts';
import { printTable } from './table.ts';

const values = readValues('bench:search', {
    items: { type: 'string', default: '100000' },
    feed: { type: 'string' },
    engines: { type: 'string', default: engineNames.join(',') },
    queries: { type: 'string', default: '2000' },
    passes: { type: 'string', default: '3' },
    json: { type: 'string' },
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
const feeds = await feedsOf(values.feed, { items: Number(values.items), queries: Number(values.queries) });
const { results, remarks } = await eachEngine(values.engines.split(','), feeds.asked, async (name, size) => {
  const feed = await feeds.feedOf(size);
  return figuresOf(name, feed, await sampleFeed(feed, 5_000), size.queries);
});
printTable(results.map(({ label, figures }) => [label, figures]));
for (const remark of remarks) console.log(remark);
if (values.json) writeFileSync(values.json, JSON.stringify({ items: feeds.asked.items, engines: byEngine(results) }));
