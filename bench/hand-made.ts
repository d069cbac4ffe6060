import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { engineRunner } from './run-engine.ts';

const path = (name: string) => fileURLToPath(new URL(`hand-made/${name}`, import.meta.url));

/** Queries as agents type them over a feed of mixed kind, in English, French and German. */
interface HandMadeQuery {
  kind: string;
  text: string;
  /** All of them must be among the first three. */
  products: string[];
}

const firstFew = 3;

function handMadeQueries(): HandMadeQuery[] {
  const [, ...lines] = readFileSync(path('queries.tsv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [kind = '', text = '', products = ''] = line.split('\t');
    return { kind, text, products: products.split(' ') };
  });
}

/** Recall@3 of one engine by kind of query, and what it missed. */
export async function handMadeRecall(name: string): Promise<{ recall: Record<string, string>; missed: string[] }> {
  const engine = engineRunner(name);
  const queries = handMadeQueries();
  await engine.build(path('catalog.tsv'));
  const answers = await engine.search(
    queries.map(({ text }) => ({ text, limit: firstFew, offset: 0 })),
    1,
  );
  const isFound = queries.map(({ products }, i) => products.every((id) => answers[i]!.ids.includes(id)));
  const recall: Record<string, string> = {};
  for (const kind of ['all', ...new Set(queries.map((query) => query.kind))]) {
    const own = isFound.filter((_, i) => kind === 'all' || queries[i]!.kind === kind);
    recall[kind] = `${own.filter(Boolean).length}/${own.length}`;
  }
  const missed = queries.flatMap(({ kind, text, products }, i) =>
    isFound[i] ? [] : [`${name}: ${kind}, “${text}” misses ${products.join(' ')}`],
  );
  return { recall, missed };
}
