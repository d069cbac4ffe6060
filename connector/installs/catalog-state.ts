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
}

/** What is known of the catalog that one sealed set of credentials opens. */
export interface CatalogState {
  index?: StoredIndex | undefined;
  refresh?: Refresh | undefined;
}

const outcomes: ReadonlySet<unknown> = new Set<Refresh['outcome']>(['built', 'unchanged', 'rejected', 'failed']);

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
    (problems === undefined || (isObject(problems) && Object.values(problems).every(Number.isSafeInteger))) &&
    (inherited === undefined || typeof inherited === 'boolean') &&
    [etag, lastModified, fileEtag].every(isOptionalText)
  );
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
