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
  const smaller = new Map<number, Limits>();
  const attempt = async (name: string, wanted: Limits) => {
    try {
      const limits = await limitsOf(name);
      const size = { items: Math.min(wanted.items, limits.items), queries: Math.min(wanted.queries, limits.queries) };
      if (size.items < wanted.items) smaller.set(size.items, size);
      if (size.items < wanted.items || size.queries < wanted.queries)
        remarks.push(`${name} is too slow or too large for more than ${size.items} items and ${size.queries} queries.`);
      const figures = await measure(name, size);
      results.push({ name, label: size.items < asked.items ? `${name} (${size.items})` : name, figures });
    } catch (error) {
      remarks.push(`${name} could not run: ${String(error).slice(0, 300)}`);
    }
  };
  for (const name of names) await attempt(name, asked);
  if (names.includes('connector')) for (const size of smaller.values()) await attempt('connector', size);
  return { results, remarks };
}

/** Of each engine its first figures: those of the size asked for. */
export function byEngine<T>(results: readonly Result<T>[]): Record<string, T> {
  const engines: Record<string, T> = {};
  for (const { name, figures } of results) engines[name] ??= figures;
  return engines;
}
