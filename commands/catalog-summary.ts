import type { CatalogState, Refresh } from '../connector/installs/catalog-state.ts';

/** Times are ISO 8601. */
export interface CatalogSummary {
  /** What agents search, or will once the install event comes; null before the first good refresh. */
  index: {
    products: number;
    categories: number;
    bytes: number;
    builtAt: string;
    /** How many of the shop's items are left out or odd, by reason; `npm run doctor` explains them. */
    problems: Record<string, number>;
  } | null;
  refresh: { outcome: Refresh['outcome']; at: string; detail: string | null } | null;
}

export function summarizeCatalog({ index, refresh }: CatalogState): CatalogSummary {
  return {
    index: index
      ? {
          products: index.products,
          categories: index.categories,
          bytes: index.bytes,
          builtAt: new Date(index.builtAt).toISOString(),
          problems: index.problems ?? {},
        }
      : null,
    refresh: refresh
      ? { outcome: refresh.outcome, at: new Date(refresh.at).toISOString(), detail: refresh.detail ?? null }
      : null,
  };
}

/** Number of products, age of the index, last refresh. */
export function catalogCells(catalog: CatalogSummary | null, now: number): string[] {
  const { index = null, refresh = null } = catalog ?? {};
  return [
    index ? index.products.toLocaleString('en-US') : '-',
    index ? ageOf(index.builtAt, now) : '-',
    refresh ? `${refresh.outcome} ${ageOf(refresh.at, now)} ago` : '-',
  ];
}

/** What does not fit into a row: why the last refresh gave nothing, and what is wrong with the shop's items. */
export function catalogRemarks(catalog: CatalogSummary | null): string[] {
  const { index = null, refresh = null } = catalog ?? {};
  const problems = Object.entries(index?.problems ?? {})
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count.toLocaleString('en-US')} ${reason}`);
  return [
    ...(refresh?.detail ? [`${refresh.outcome}: ${refresh.detail}`] : []),
    ...(problems.length > 0 ? [`items: ${problems.join(', ')}`] : []),
  ];
}

/** In the largest unit that makes it two or more. */
function ageOf(time: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(time)) / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} d`;
}
