import type { IndexFile, SourceVersion } from '../catalog/catalog-source.ts';

/** A searchable catalog as a file in the index bucket, and what is known of it. */
export interface StoredIndex extends IndexFile, SourceVersion {
  /** What S3 called the file's content when it was uploaded. */
  fileEtag?: string | undefined;
  products: number;
  categories: number;
  /** When its prices change by themselves, because a sale begins or ends; epoch milliseconds. */
  changesAt?: number | undefined;
  /** How many of the shop's items are left out or odd, by a reason's name. */
  problems?: Record<string, number> | undefined;
  /** The set of credentials before this one built it: agents see it until this one has built its own. */
  inherited?: boolean | undefined;
  /** It holds what the first pass has read so far, for agents who would have nothing else. */
  partial?: boolean | undefined;
}

/** The last attempt to read the shop. `rejected`: a catalog that shrank too much to be believed at once. */
export interface Refresh {
  /** When it began, epoch milliseconds. */
  at: number;
  outcome: 'built' | 'unchanged' | 'rejected' | 'failed';
  /** For an operator; nothing secret. */
  detail?: string | undefined;
  /** How often in a row it was rejected. */
  rejections?: number | undefined;
  /** When the listing began, where it took several runs; and how long the shop was read, in milliseconds. */
  began?: number | undefined;
  milliseconds?: number | undefined;
  pages?: number | undefined;
  /** When the last one began that was whole, where this one is not. */
  wholeAt?: number | undefined;
}

/** When the last refresh began that read the shop to its end, epoch milliseconds. */
export function wholeAt(refresh: Refresh | undefined): number | undefined {
  return refresh?.outcome === 'built' || refresh?.outcome === 'unchanged' ? refresh.at : refresh?.wholeAt;
}

/** A reading of the shop that takes several runs. Its parts lie in the index bucket, `<website>/<id>-<n>`, n from 1. */
export interface Pass {
  id: string;
  /** Of its parts. */
  format: number;
  /** Epoch milliseconds, as are `advancedAt` and `notBefore`. */
  startedAt: number;
  /** When its last part was stored, or the shop asked for a pause. */
  advancedAt: number;
  /** The safe point behind the last part; undefined before the first. */
  cursor?: string | undefined;
  parts: number;
  runs: number;
  pages: number;
  /** Records that the shop has listed so far, and how many it says it has. */
  listed: number;
  announced: number;
  /** How long the shop was read. */
  milliseconds: number;
  /** The shop is left alone until then. */
  notBefore?: number | undefined;
  changesAt?: number | undefined;
  problems?: Record<string, number> | undefined;
}

/** What is known of the catalog that one sealed set of credentials opens. */
export interface CatalogState {
  index?: StoredIndex | undefined;
  refresh?: Refresh | undefined;
  /** Under way. The version before drops it, and so begins anew. */
  pass?: Pass | undefined;
}

const outcomes: ReadonlySet<unknown> = new Set<Refresh['outcome']>(['built', 'unchanged', 'rejected', 'failed']);

/** A pass of another form is none: it is begun anew, and no call of an agent fails by it. */
export function isPass(value: unknown): value is Pass {
  if (!isObject(value)) return false;
  const { id, format, startedAt, advancedAt, cursor, parts, runs, pages, listed, announced, milliseconds } = value;
  const { notBefore, changesAt, problems } = value;
  return (
    typeof id === 'string' &&
    [format, startedAt, advancedAt, parts, runs, pages, listed, announced, milliseconds].every(Number.isSafeInteger) &&
    isOptionalText(cursor) &&
    isOptionalWhole(notBefore) &&
    isOptionalWhole(changesAt) &&
    areProblems(problems)
  );
}

export function isCatalogState(value: unknown): value is CatalogState {
  if (!isObject(value)) return false;
  const { index, refresh } = value;
  return (index === undefined || isStoredIndex(index)) && (refresh === undefined || isRefresh(refresh));
}

function isStoredIndex(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { key, bytes, products, categories, builtAt, changesAt, problems, inherited } = value;
  const { etag, lastModified, fileEtag } = value;
  return (
    typeof key === 'string' &&
    [bytes, products, categories, builtAt].every(Number.isSafeInteger) &&
    isOptionalWhole(changesAt) &&
    areProblems(problems) &&
    (inherited === undefined || typeof inherited === 'boolean') &&
    [etag, lastModified, fileEtag].every(isOptionalText)
  );
}

function areProblems(value: unknown): boolean {
  return value === undefined || (isObject(value) && Object.values(value).every(Number.isSafeInteger));
}

function isRefresh(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { at, outcome, detail, rejections } = value;
  return Number.isSafeInteger(at) && isOptionalWhole(rejections) && outcomes.has(outcome) && isOptionalText(detail);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isOptionalWhole(value: unknown): boolean {
  return value === undefined || Number.isSafeInteger(value);
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
