import type { CatalogEntry } from '../../catalog/catalog-entry.ts';
import type { Page, Whole } from '../../catalog/catalog-source.ts';
import type { ReadReport } from './items/read-report.ts';
import { type ReadOptions, readEntries } from './read-entries.ts';

/** Entries are up to 40 kB. */
const pageLength = 100;

/**
 * `readEntries` in pages, without safe points: where an item stands in a feed says nothing about where it will stand. What the
 * shop says of the feed's version is not known here.
 */
export async function* readPages(
  bytes: AsyncIterable<Uint8Array>,
  stagePath: string,
  report: ReadReport,
  options: ReadOptions,
): AsyncGenerator<Page, Whole> {
  let entries: CatalogEntry[] = [];
  for await (const entry of readEntries(bytes, stagePath, report, options)) {
    entries.push(entry);
    if (entries.length < pageLength) continue;
    yield { entries };
    entries = [];
  }
  if (entries.length > 0) yield { entries };
  const { problems, changesAt } = report;
  return { problems, ...(Number.isFinite(changesAt) && { changesAt }) };
}
