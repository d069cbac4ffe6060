import { type Limits, limitsOf } from './run-engine.ts';

export interface Result<T> {
  name: string;
  label: string;
  figures: T;
}

/**
 * Measures the engines one after the other, each with what was asked for or the most that it can do. The connector is measured
 * once more at the size of each peer that was given less, so that every peer stands beside its like.
 */
export async function eachEngine<T>(
  names: readonly string[],
  asked: Limits,
  measure: (name: string, size: Limits) => Promise<T>,
): Promise<{ results: Result<T>[]; remarks: string[] }> {
  const results: Result<T>[] = [];
  const remarks: string[] = [];
  const attempt = async (name: string, label: string, size: Limits) => {
    try {
      results.push({ name, label, figures: await measure(name, size) });
    } catch (error) {
      remarks.push(`${label} could not run: ${String(error).slice(0, 300)}`);
    }
  };
  const smaller = new Map<number, Limits>();
  for (const name of names) {
    const limits = await limitsOf(name);
    const size = { items: Math.min(asked.items, limits.items), queries: Math.min(asked.queries, limits.queries) };
    const isLess = size.items < asked.items || size.queries < asked.queries;
    if (isLess)
      remarks.push(`${name} is too slow or too large for more than ${size.items} items and ${size.queries} queries.`);
    if (size.items < asked.items) smaller.set(size.items, size);
    await attempt(name, isLess ? `${name} (${size.items})` : name, size);
  }
  if (names.includes('connector')) {
    for (const size of smaller.values()) await attempt('connector', `connector (${size.items})`, size);
  }
  return { results, remarks };
}

/** Of each engine its first figures: those of the size asked for. */
export function byEngine<T>(results: readonly Result<T>[]): Record<string, T> {
  return Object.fromEntries(results.toReversed().map(({ name, figures }) => [name, figures]));
}
