import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogEntry } from '../catalog/catalog-entry.ts';
import type { Page, Whole } from '../catalog/catalog-source.ts';
import { ShopFailure } from '../errors.ts';
import type { StoredIndex } from '../installs/catalog-state.ts';
import { writeIndex } from '../search/write-index.ts';
import { knownIds } from './known-ids.ts';
import { type NewPage, wholeListing } from './whole-listing.ts';

/** What is known of a catalog that was built and not stored yet. */
export type BuiltIndex = Omit<StoredIndex, 'key' | 'format' | 'fileEtag' | 'builtAt'>;

interface Build {
  /** The searchable catalog to write; must not exist. Nothing of use is left there on failure. */
  file: string;
  /** How the app writes prices. */
  locale: string | undefined;
  /** A folder for what is kept on disk meanwhile; the caller removes it. */
  scratch: string;
  /** Ends a pause between two pages. */
  signal?: AbortSignal | undefined;
}

/**
 * Reads what `CatalogSource.read` gives to the end and writes its searchable catalog. Throws what the source throws, and `ShopFailure`
 * for a listing that goes in circles, was cut short, has no product or does not fit on the disk.
 */
export async function buildCatalog(
  pages: AsyncGenerator<Page, Whole | 'unchanged'>,
  { file, locale, scratch, signal }: Build,
): Promise<BuiltIndex | 'unchanged'> {
  const ids = knownIds(join(scratch, 'known-ids'));
  const listing = wholeListing(pages, { isNew: ids.add, signal });
  try {
    const first = await listing.next();
    if (first.done && first.value === 'unchanged') return 'unchanged';
    let whole: Whole = {};
    const entries = entriesOf(first, listing, (end) => {
      whole = end;
    });
    const { database, products, categories } = await writeIndex(entries, file, locale);
    database.close();
    const { size: bytes } = await stat(file);
    if (products === 0) throw new ShopFailure('not_a_catalog', 'The shop has no product that agents could send.');
    const { version, changesAt, problems } = whole;
    return { products, categories, bytes, ...(changesAt !== undefined && { changesAt }), problems, ...version };
  } catch (error) {
    throw isDiskFull(error) ? tooLargeForDisk(error) : error;
  } finally {
    await listing.return('unchanged');
    ids.close();
  }
}

async function* entriesOf(
  first: IteratorResult<NewPage, Whole | 'unchanged'>,
  listing: AsyncGenerator<NewPage, Whole | 'unchanged'>,
  onEnd: (whole: Whole) => void,
): AsyncGenerator<CatalogEntry> {
  for (let page = first; ; page = await listing.next()) {
    if (!page.done) yield* page.value.entries;
    else if (page.value !== 'unchanged') return onEnd(page.value);
    else throw new Error('The source listed products, and then said that nothing had changed.');
  }
}

/** SQLITE_FULL */
function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 13;
}

function tooLargeForDisk(cause: unknown): ShopFailure {
  const text = 'The catalog is larger than what the connector can store while it reads it.';
  return new ShopFailure('too_large', text, { cause });
}
