import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Page, Whole } from '../../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { maxFeedItems, maxUnpackedBytes } from '../../../connector/sources/product-feed/feed/feed-limits.ts';
import { feedFailure, openFeed } from '../../../connector/sources/product-feed/feed/open-feed.ts';
import type { ReadReport } from '../../../connector/sources/product-feed/items/read-report.ts';
import { readPages } from '../../../connector/sources/product-feed/read-pages.ts';
import { parseWebsite } from '../../../connector/website.ts';

interface GivenFeed {
  /** An address or the path of a file. */
  place: string;
  user: string | undefined;
  password: string | undefined;
}

/** As long as a refresh may take. */
const longestRead = 14 * 60_000;

/** Reads as a refresh does: an address passes the same guard, with the same limits. */
export async function* readGivenFeed(
  { place, user, password }: GivenFeed,
  scratch: string,
  report: ReadReport,
): AsyncGenerator<Page, Whole> {
  const stage = join(scratch, 'variants');
  const limits = { maxItems: maxFeedItems, maxBytes: maxUnpackedBytes, now: new Date() };
  if (!isAddress(place)) return yield* readPages(createReadStream(place), stage, report, limits);
  const deadline = deadlineIn(longestRead);
  const credentials = {
    feedUrl: place,
    ...(user !== undefined && { feedUser: user }),
    ...(password !== undefined && { feedPassword: password }),
  };
  // No website's: pools of connections are per website, and this process has one.
  const call = { website: parseWebsite('ha-1')!, credentials, deadline };
  try {
    const feed = await openFeed(call);
    if (feed === 'unchanged') throw new Error('The shop says that nothing changed, and was not asked.');
    const { bytes, charset } = feed;
    return yield* readPages(bytes, stage, report, { ...limits, signal: deadline.signal, charset });
  } catch (error) {
    throw feedFailure(error, call);
  }
}

export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place);
}
