import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BuiltIndex, buildCatalog } from '../connector/refresh/build-catalog.ts';
import { ReadReport } from '../connector/sources/product-feed/items/read-report.ts';
import type { ReadOptions } from '../connector/sources/product-feed/read-entries.ts';
import { readPages } from '../connector/sources/product-feed/read-pages.ts';

/**
 * Writes the searchable catalog of a feed to the file `path`, which is replaced if it exists, as a refresh does it; what the feed is
 * like goes to `report`. Leaves nothing else behind, and nothing at all on failure.
 */
export async function buildFeedFile(
  bytes: AsyncIterable<Uint8Array>,
  path: string,
  { locale, ...options }: ReadOptions & { locale?: string },
  report = new ReadReport(),
): Promise<BuiltIndex> {
  await rm(path, { force: true });
  const scratch = await mkdtemp(join(dirname(path), 'building-'));
  try {
    const pages = readPages(bytes, join(scratch, 'variants'), report, options);
    return (await buildCatalog(pages, { file: path, locale, scratch })) as BuiltIndex; // A reading of bytes is never 'unchanged'.
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await rm(scratch, { recursive: true });
  }
}
