import { createReadStream } from 'node:fs';
import { deadlineIn } from '../../../connector/deadline.ts';
import { feedFailure, openFeed as openAddress } from '../../../connector/sources/product-feed/feed/open-feed.ts';
import { parseWebsite } from '../../../connector/website.ts';

export interface FeedSource {
  /** An address or the path of a file. */
  place: string;
  user?: string | undefined;
  password?: string | undefined;
}

/** As long as a refresh may take. */
const longestRead = 14 * 60_000;

/** Hands the bytes to `read` as a refresh does: an address passes the same guard, with the same limits. */
export async function openFeed<Result>(
  { place, user, password }: FeedSource,
  read: (
    bytes: AsyncIterable<Uint8Array>,
    options: { signal?: AbortSignal; charset?: string | undefined },
  ) => Promise<Result>,
): Promise<Result> {
  if (!isAddress(place)) return read(createReadStream(place), {});
  const deadline = deadlineIn(longestRead);
  const credentials = {
    feedUrl: place,
    ...(user !== undefined && { feedUser: user }),
    ...(password !== undefined && { feedPassword: password }),
  };
  // No website's: pools of connections are per website, and this process has one.
  const call = { website: parseWebsite('ha-1')!, credentials, deadline };
  try {
    const feed = await openAddress(call);
    if (feed === 'unchanged') throw new Error('The shop says that nothing changed, and was not asked.');
    return await read(feed.bytes, { signal: deadline.signal, charset: feed.charset });
  } catch (error) {
    throw feedFailure(error, call);
  }
}

export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place);
}
