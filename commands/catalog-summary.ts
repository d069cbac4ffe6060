import { type CatalogState, type Refresh, wholeAt } from '../connector/installs/catalog-state.ts';
import { dueAt } from '../connector/refresh/is-due.ts';

/** Times are ISO 8601. */
export interface CatalogSummary {
  /** What agents search, or will once the install event comes; null before the first good refresh. */
  index: {
    products: number;
    categories: number;
    bytes: number;
    builtAt: string;
    /** It holds what the first pass has read so far. */
    partial: boolean;
    /** How many of the shop's items are left out or odd, by reason; `npm run doctor` explains them. */
    problems: Record<string, number>;
  } | null;
  refresh: { outcome: Refresh['outcome']; at: string; detail: string | null } | null;
  /** A reading that takes several runs and is under way. */
  pass: {
    startedAt: string;
    /** Records that the shop has listed; null for a shop that does not say how many it has. */
    listed: number;
    announced: number | null;
    pages: number;
    runs: number;
    /** The shop asked to be left alone until then. */
    waitsUntil: string | null;
  } | null;
  /** When the shop was last read to its end. */
  wholeAt: string | null;
  /** The schedule asks at its first round after it. */
  nextDue: string;
}

export function summarizeCatalog(catalog: CatalogState): CatalogSummary {
  const { index, refresh, pass } = catalog;
  return {
    index: index
      ? {
          products: index.products,
          categories: index.categories,
          bytes: index.bytes,
          builtAt: new Date(index.builtAt).toISOString(),
          partial: index.partial ?? false,
          problems: index.problems ?? {},
        }
      : null,
    refresh: refresh
      ? { outcome: refresh.outcome, at: new Date(refresh.at).toISOString(), detail: refresh.detail ?? null }
      : null,
    pass: pass
      ? {
          startedAt: new Date(pass.startedAt).toISOString(),
          listed: pass.listed,
          announced: pass.announced || null,
          pages: pass.pages,
          runs: pass.runs,
          waitsUntil: isoTime(pass.notBefore),
        }
      : null,
    wholeAt: isoTime(wholeAt(refresh)),
    nextDue: new Date(dueAt(catalog)).toISOString(),
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
export function catalogRemarks(catalog: CatalogSummary | null, now: number): string[] {
  const { index = null, refresh = null, pass = null } = catalog ?? {};
  const problems = Object.entries(index?.problems ?? {})
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count.toLocaleString('en-US')} ${reason}`);
  return [
    ...(pass ? [passRemark(pass)] : []),
    ...(catalog && isLargeShop(catalog) ? [rhythmRemark(catalog, now)] : []),
    ...(index?.partial ? ['agents see what was read so far'] : []),
    ...(refresh?.detail ? [`${refresh.outcome}: ${refresh.detail}`] : []),
    ...(problems.length > 0 ? [`items: ${problems.join(', ')}`] : []),
  ];
}

/** `reading: 12,400 of 120,000, 124 pages in 2 runs; waits until … as the shop asks` */
function passRemark({ listed, announced, pages, runs, waitsUntil }: NonNullable<CatalogSummary['pass']>): string {
  const [some, all, pageCount] = [listed, announced ?? 0, pages].map((count) => count.toLocaleString('en-US'));
  const much = announced === null ? some : `${some} of ${all}`;
  const wait = waitsUntil ? `; waits until ${waitsUntil}, as the shop asks` : '';
  return `reading: ${much} products, ${pageCount} pages in ${runs} ${runs === 1 ? 'run' : 'runs'}${wait}`;
}

/** One that is read over several runs, or is left alone for longer than a round of the schedule. */
function isLargeShop({ pass, refresh, nextDue }: CatalogSummary): boolean {
  return pass !== null || (refresh !== null && Date.parse(nextDue) > Date.parse(refresh.at));
}

function rhythmRemark({ wholeAt: last, nextDue }: CatalogSummary, now: number): string {
  return `last read to its end: ${last === null ? 'never' : `${ageOf(last, now)} ago`}; the schedule asks from ${nextDue} on`;
}

function isoTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}

/** In the largest unit that makes it two or more. */
function ageOf(time: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(time)) / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} d`;
}
