import type { CatalogEntry } from './catalog-entry.ts';
import type { Page } from './catalog-source.ts';

/** A shop's records as a page: `entryOf` answers what agents see of a record, or the name of the problem why they do not. */
export function pageOf<R>(
  records: readonly R[],
  entryOf: (record: R) => CatalogEntry | string,
): Pick<Page, 'entries' | 'listed' | 'problems'> {
  const entries: CatalogEntry[] = [];
  const problems: Record<string, number> = {};
  for (const record of records) {
    const entry = entryOf(record);
    if (typeof entry === 'string') problems[entry] = (problems[entry] ?? 0) + 1;
    else entries.push(entry);
  }
  return { entries, listed: records.length, problems };
}
