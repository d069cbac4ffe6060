import { formatMoney } from '../../connector/catalog/format-money.ts';
import type { AgentsView } from './agents-view.ts';
import type { TrueProduct } from './real-shop.ts';

export interface Comparison {
  /** How many of each were compared. */
  counts: Record<string, number>;
  /** A line each. */
  differences: string[];
}

/** A shop with more of them has a part of its references searched, evenly spread. */
const mostSearches = 1_000;

/** What agents see beside what the shop says it sells. */
export async function compare(view: AgentsView, truth: readonly TrueProduct[], locale: string): Promise<Comparison> {
  const differences: string[] = [];
  const counts: Record<string, number> = { products: truth.length, fields: 0, references: 0, categories: 0, memberships: 0 };
  const check = (what: string, seen: unknown, expected: unknown) => {
    if (seen !== expected) differences.push(`${what}: agents see ${JSON.stringify(seen)}, the shop has ${JSON.stringify(expected)}`);
  };

  for (const { id, title, price, salePrice, currency, available, url } of truth) {
    const seen = view.products.get(id);
    if (!seen) {
      differences.push(`${title} (${id}): agents do not see it`);
      continue;
    }
    const money = (amount: number) => formatMoney({ amount, currency }, locale);
    const expected = {
      ...{ title, available, productUrl: url, priceCatalog: money(price) },
      pricePromotion: salePrice === null ? null : money(salePrice),
    };
    for (const [field, value] of Object.entries(expected)) {
      counts.fields! += 1;
      check(`${title} (${id}) ${field}`, seen[field as keyof typeof expected], value);
    }
  }
  const ids = new Set(truth.map(({ id }) => id));
  for (const { id, title } of view.products.values()) if (!ids.has(id)) differences.push(`${title} (${id}): the shop does not sell it`);

  const references = truth.flatMap(({ id, references }) => references.map((reference) => ({ id, reference })));
  const step = Math.max(1, references.length / mostSearches);
  for (let at = 0; at < references.length; at += step) {
    const { id, reference } = references[Math.floor(at)]!;
    counts.references! += 1;
    if (!(await view.search(reference)).ids.includes(id)) differences.push(`${reference}: does not find ${id}`);
  }

  const expected = membersByPath(truth);
  counts.categories = expected.size;
  for (const path of new Set([...expected.keys(), ...view.categories.keys()])) {
    const [seen, members] = [view.categories.get(path), expected.get(path)];
    if (!seen || !members) {
      differences.push(`category ${path}: only ${seen ? 'agents see' : 'the shop has'} it`);
      continue;
    }
    counts.memberships! += members.size;
    check(`category ${path} count`, seen.count, members.size);
    for (const id of seen.products.symmetricDifference(members)) {
      differences.push(`category ${path}: ${id} is in it for ${members.has(id) ? 'the shop' : 'agents'} only`);
    }
  }
  return { counts, differences };
}

/** A product of `A > B` is counted in `A`, too. */
function membersByPath(truth: readonly TrueProduct[]): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  for (const { id, categoryPaths } of truth) {
    for (const path of categoryPaths) {
      for (let depth = 1; depth <= path.length; depth++) {
        const key = path.slice(0, depth).join(' > ');
        members.set(key, (members.get(key) ?? new Set()).add(id));
      }
    }
  }
  return members;
}
