/** Whether the product search finds the right product, beside its peers: see README.md. */
import { writeFileSync } from 'node:fs';
import { byEngine, eachEngine } from './each-engine.ts';
import { feedsOf } from './feed-of.ts';
import { handMadeRecall } from './hand-made.ts';
import { type KnownItem, knownItems, type Perturbation, perturbations } from './known-items.ts';
import { engineNames, engineRunner, installPeers } from './run-engine.ts';
import { sampleFeed } from './sample-feed.ts';
import { readValues } from './read-values.ts';
import { printTable } from './table.ts';

const values = readValues('eval:search', {
    items: { type: 'string', default: '100000' },
    products: { type: 'string', default: '2000' },
    feed: { type: 'string' },
    engines: { type: 'string', default: engineNames.join(',') },
    json: { type: 'string' },
    misses: { type: 'boolean', default: false },
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
const engines = values.engines.split(',');
const products = values.feed ? Number.POSITIVE_INFINITY : Number(values.products);
const feeds = await feedsOf(values.feed, { items: Number(values.items), queries: products });
const { results, remarks } = await eachEngine(engines, feeds.asked, async (name, size) =>
  evaluate(name, await feeds.feedOf(size), size.queries),
);
const cells = (quality: Quality) =>
  Object.entries(quality).map(([name, { recall, mrr }]) => [name, `${recall.toFixed(3)} / ${mrr.toFixed(3)}`]);
console.log('recall@10 / MRR@10');
printTable(results.map(({ label, figures }) => [label, Object.fromEntries(cells(figures))]));
for (const remark of remarks) console.log(remark);
const handMade = await Promise.all(engines.map(async (name) => ({ name, ...(await handMadeRecall(name)) })));
console.log('\nrecall@3 of the hand-made queries');
printTable(handMade.map(({ name, recall }) => [name, recall]));
for (const { name, missed } of handMade) if (values.misses || name === 'connector') for (const one of missed) console.log(one);
if (values.json) writeFileSync(values.json, JSON.stringify({ engines: byEngine(results) }));
