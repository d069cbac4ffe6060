/** Whether the product search finds the right product, beside its peers: see README.md. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { feedOf } from './feed-of.ts';
import { type KnownItem, knownItems, type Perturbation, perturbations } from './known-items.ts';
import { engineNames, engineRunner, installPeers, limitsOf } from './run-engine.ts';
import { sampleFeed } from './sample-feed.ts';
import { printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '100000' },
    products: { type: 'string', default: '2000' },
    feed: { type: 'string' },
    engines: { type: 'string', default: engineNames.join(',') },
    json: { type: 'string' },
    misses: { type: 'boolean', default: false },
  },
});

type Quality = Record<Perturbation, { recall: number; mrr: number }>;

/** All products of a feed given, a sample of a generated one. */
async function evaluate(name: string, feed: string, products: number): Promise<Quality> {
  const engine = engineRunner(name);
  const items = knownItems((await sampleFeed(feed, products)).entries);
  await engine.build(feed);
  const answers = await engine.search(
    items.map(({ text }) => ({ text, limit: 10, offset: 0 })),
    1,
  );
  const ranks = items.map((item, i) => ({ ...item, rank: answers[i]!.ids.indexOf(item.id) + 1 }));
  if (values.misses)
    for (const { rank, perturbation, text, id } of ranks) if (rank === 0) console.log(name, perturbation, id, text);
  return qualityOf(ranks);
}

function qualityOf(ranks: (KnownItem & { rank: number })[]): Quality {
  const entries = perturbations.map((perturbation) => {
    const own = ranks.filter((one) => one.perturbation === perturbation);
    const mean = (value: (rank: number) => number) =>
      Number((own.reduce((sum, { rank }) => sum + value(rank), 0) / own.length).toFixed(4));
    return [perturbation, { recall: mean((rank) => Number(rank > 0)), mrr: mean((rank) => (rank > 0 ? 1 / rank : 0)) }];
  });
  return Object.fromEntries(entries);
}

await installPeers();
const engines: Record<string, Quality> = {};
const remarks: string[] = [];
for (const name of values.engines.split(',')) {
  const limits = await limitsOf(name);
  const items = Math.min(Number(values.items), limits.items);
  const products = values.feed ? Math.min(1e6, limits.queries) : Math.min(Number(values.products), limits.queries);
  if (limits.items < Number(values.items) || limits.queries < Number(values.products))
    remarks.push(
      `${name} is too slow or too large for more than ${limits.items} items and ${limits.queries} products: measured with those.`,
    );
  try {
    engines[name] = await evaluate(name, values.feed ?? (await feedOf(items)), products);
  } catch (error) {
    remarks.push(`${name} could not run: ${String(error).slice(0, 300)}`);
  }
}
const rows = Object.entries(engines).map(([name, quality]) => [
  name,
  Object.fromEntries(
    Object.entries(quality).map(([perturbation, { recall, mrr }]) => [
      perturbation,
      `${recall.toFixed(3)} / ${mrr.toFixed(3)}`,
    ]),
  ),
]);
console.log('recall@10 / MRR@10');
printTable(Object.fromEntries(rows));
for (const remark of remarks) console.log(remark);
if (values.json) writeFileSync(values.json, JSON.stringify({ engines }));
