import { rm } from 'node:fs/promises';
import { ShopFailure } from '../../errors.ts';
import { buildIndex } from '../../search/build-index.ts';
import { ReadReport } from './items/read-report.ts';
import type { SkipCounts, SkipReason } from './items/skip-reason.ts';
import { type ReadOptions, readEntries } from './read-catalog.ts';

export interface BuildReport {
  /** Items of the feed, variants and skipped ones included. */
  items: number;
  products: number;
  categories: number;
  skipped: SkipCounts;
  /** At most three ids each. */
  samples: Partial<Record<SkipReason, string[]>>;
  /** How many items are left out or odd, by reason. */
  problems: Record<string, number>;
  /** Size of the file. */
  bytes: number;
  /** When a sale begins or ends next; epoch milliseconds, infinite when none does. */
  changesAt: number;
}

/**
 * Reads a feed and writes its searchable catalog to the file `path`, which is replaced if it exists; `openIndex` opens it. Prices
 * are stored as `locale` writes them, too.
 * Memory does not grow with the feed; the folder holds a second file of about the feed's size meanwhile. Leaves no file behind on
 * failure; throws what `readEntries` throws.
 */
export async function buildCatalogFile(
  bytes: AsyncIterable<Uint8Array>,
  path: string,
  { locale, ...options }: ReadOptions & { locale?: string },
  report = new ReadReport(),
): Promise<BuildReport> {
  const stagePath = `${path}.stage`;
  await remove(path, stagePath);
  try {
    const index = await buildIndex(readEntries(bytes, stagePath, report, options), path, locale);
    const { productCount: products, categoryCount: categories, bytes: size } = index;
    index.close();
    const { items, skipped, samples, problems, changesAt } = report;
    return { items, products, categories, skipped, samples, problems, bytes: size, changesAt };
  } catch (error) {
    await remove(path);
    throw isDiskFull(error) ? tooLargeForDisk(error) : error;
  } finally {
    await remove(stagePath);
  }
}

/** SQLITE_FULL */
function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 13;
}

function tooLargeForDisk(cause: unknown): ShopFailure {
  const text = 'The feed is larger than what the connector can store while it reads it.';
  return new ShopFailure('too_large', text, { parameter: 'feedUrl', cause });
}

async function remove(...paths: string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}
