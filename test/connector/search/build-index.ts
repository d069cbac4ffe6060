import type { CatalogEntry } from '../../../connector/catalog/catalog-entry.ts';
import { CatalogIndex } from '../../../connector/search/catalog-index.ts';
import { writeIndex } from '../../../connector/search/write-index.ts';

/** Writes entries and opens what was written. */
export async function buildIndex(
  entries: Iterable<CatalogEntry> | AsyncIterable<CatalogEntry>,
  path: string,
  locale?: string,
): Promise<CatalogIndex> {
  return new CatalogIndex((await writeIndex(entries, path, locale)).database);
}
