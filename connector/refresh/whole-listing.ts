import { setTimeout as sleep } from 'node:timers/promises';
import type { CatalogEntry } from '../catalog/catalog-entry.ts';
import type { Page, Whole } from '../catalog/catalog-source.ts';
import { ShopFailure } from '../errors.ts';

const maxCursorBytes = 1_000;
/** A listing that holds less of what the shop says it has was cut short. */
const leastShare = 0.99;
const longestPause = 60_000;

/** What a listing has said so far; of one that is taken up again, what it said before included. */
export interface Tally {
  pages: number;
  /** Records of the shop, and how many it says it has. */
  listed: number;
  announced: number;
  changesAt?: number | undefined;
  problems?: Record<string, number> | undefined;
}

/** A page whose entries are new, and whose safe point can be kept. */
export interface NewPage {
  entries: CatalogEntry[];
  next: string | undefined;
}

/** A listing that goes in circles or was cut short: it is begun anew, never taken up again. */
export class BrokenListing extends ShopFailure {
  constructor(message: string) {
    super('failed', message);
  }
}

interface Listing {
  /** Asked once for each id. */
  isNew: (id: string) => boolean;
  /** Counts on as the pages come. */
  tally?: Tally;
  /** Ends a pause. */
  signal?: AbortSignal | undefined;
}

/**
 * The entries of a source's pages, each id once, page by page; told that it is enough, it ends after the page's pause. Returns what the source returned, with what its pages told. Throws
 * `BrokenListing`, for a listing that was cut short never counts as a smaller shop.
 */
export async function* wholeListing(
  pages: AsyncGenerator<Page, Whole | 'unchanged'>,
  { isNew, tally = { pages: 0, listed: 0, announced: 0 }, signal }: Listing,
): AsyncGenerator<NewPage, Whole | 'unchanged', boolean | undefined> {
  const cursors = new Set<string>();
  try {
    for (;;) {
      const { done, value } = await pages.next();
      if (done) {
        if (value === 'unchanged') return value;
        checkWhole(tally);
        return { ...value, ...together(tally, value) };
      }
      const { entries, next, listed, pauseMilliseconds = 0 } = value;
      add(tally, value);
      if (next !== undefined) checkCursor(next, cursors);
      const fresh = entries.filter(({ product }) => isNew(product.id));
      if (entries.length > 0 && fresh.length === 0 && listed !== 0) throw circles();
      const isEnough = yield { entries: fresh, next };
      if (pauseMilliseconds > 0) await sleep(Math.min(pauseMilliseconds, longestPause), undefined, { signal });
      if (isEnough) return 'unchanged';
    }
  } finally {
    await pages.return('unchanged'); // Nothing, unless the listing was left before its end.
  }
}

function add(tally: Tally, page: Page): void {
  tally.pages++;
  tally.listed += page.listed ?? page.entries.length;
  tally.announced = Math.max(tally.announced, page.announced ?? 0);
  Object.assign(tally, together(tally, page));
}

function together(a: Pick<Whole, 'changesAt' | 'problems'>, b: Pick<Whole, 'changesAt' | 'problems'>) {
  const times = [a.changesAt, b.changesAt].filter((time) => time !== undefined);
  const problems = { ...a.problems };
  for (const [reason, count] of Object.entries(b.problems ?? {})) problems[reason] = (problems[reason] ?? 0) + count;
  return {
    ...(times.length > 0 && { changesAt: Math.min(...times) }),
    ...((a.problems || b.problems) && { problems }),
  };
}

function checkCursor(cursor: string, cursors: Set<string>): void {
  if (Buffer.byteLength(cursor) > maxCursorBytes || /[^\x20-\x7e]/.test(cursor)) {
    throw new BrokenListing("The shop's listing names its next page in a form that cannot be kept.");
  }
  if (cursors.has(cursor)) throw circles();
  cursors.add(cursor);
}

function checkWhole({ listed, announced }: Tally): void {
  if (listed >= announced * leastShare) return;
  const [some, all] = [listed, announced].map((count) => count.toLocaleString('en-US'));
  throw new BrokenListing(`The shop says that it has ${all} products, but listed ${some}.`);
}

function circles(): BrokenListing {
  return new BrokenListing("The shop's listing does not end: it gives the same page again.");
}
