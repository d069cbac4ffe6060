import type { CatalogEntry } from '../catalog/catalog-entry.ts';
import type { Page, Whole } from '../catalog/catalog-source.ts';
import { ShopFailure } from '../errors.ts';

const maxCursorBytes = 1_000;
/** A listing that holds less of what the shop says it has was cut short. */
const leastShare = 0.99;

/**
 * The entries of a source's pages, each id once, page by page. Returns what the source returned. Throws `ShopFailure` `failed` where
 * the listing goes in circles or was cut short, which never counts as a smaller shop. `isNew` is asked once for each id.
 */
export async function* wholeListing(
  pages: AsyncGenerator<Page, Whole | 'unchanged'>,
  isNew: (id: string) => boolean,
): AsyncGenerator<CatalogEntry[], Whole | 'unchanged'> {
  const cursors = new Set<string>();
  let records = 0;
  let all = 0;
  try {
    for (;;) {
      const { done, value } = await pages.next();
      if (done) {
        if (value !== 'unchanged') checkWhole(records, all);
        return value;
      }
      const { entries, next, listed = entries.length, announced = 0 } = value;
      records += listed;
      all = Math.max(all, announced);
      if (next !== undefined) checkCursor(next, cursors);
      const fresh = entries.filter(({ product }) => isNew(product.id));
      if (entries.length > 0 && fresh.length === 0) throw circles();
      yield fresh;
    }
  } finally {
    await pages.return('unchanged'); // Nothing, unless the listing was left before its end.
  }
}

function checkCursor(cursor: string, cursors: Set<string>): void {
  if (Buffer.byteLength(cursor) > maxCursorBytes || /[^\x20-\x7e]/.test(cursor)) {
    throw new ShopFailure('failed', "The shop's listing names its next page in a form that cannot be kept.");
  }
  if (cursors.has(cursor)) throw circles();
  cursors.add(cursor);
}

function checkWhole(listed: number, announced: number): void {
  if (listed >= announced * leastShare) return;
  const [some, all] = [listed, announced].map((count) => count.toLocaleString('en-US'));
  throw new ShopFailure('failed', `The shop says that it has ${all} products, but listed ${some}.`);
}

function circles(): ShopFailure {
  return new ShopFailure('failed', "The shop's listing does not end: it gives the same page again.");
}
