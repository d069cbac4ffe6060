import { readHidden } from '../../read-hidden.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { type ExaminationOptions, examineListing } from '../examine-listing.ts';
import { existingFile } from '../given-file.ts';
import { allowLocalShops } from '../local-shops.ts';
import { explanations } from './explain-feed-finding.ts';
import { FeedExamination } from './feed-examination.ts';
import { isAddress, readGivenFeed } from './read-given-feed.ts';

/** Reads a product feed, a file or an address, with the connector's own reader, item by item. */
export async function examineFeed(
  feed: string,
  user: string | undefined,
  options: ExaminationOptions,
): Promise<Diagnosis> {
  const place = isAddress(feed) ? feed : existingFile(feed);
  if (isAddress(place)) allowLocalShops();
  const password = user === undefined ? undefined : await readPassword();
  const examination = new FeedExamination();
  return examineListing(
    {
      subject: { feed: place.replace(/\?.*/, '') },
      read: (scratch) => readGivenFeed({ place, user, password }, scratch, examination),
      examination,
      explanations,
    },
    options,
  );
}

async function readPassword(): Promise<string> {
  return process.env.FEED_PASSWORD ?? (await readHidden('Password of the feed: '));
}
