import type { Deadline } from '../../../deadline.ts';
import { ShopFailure } from '../../../errors.ts';
import type { Website } from '../../../website.ts';
import { fetchFromShop } from '../../shop-http.ts';
import type { CatalogEntry } from './catalog-entry.ts';
import type { FeedCredentials } from './parameters.ts';
import { readCatalog } from './read-catalog.ts';

/** As received, so that a function's memory and the time of a call hold it. */
const maxReceivedBytes = 25 * 2 ** 20;
const maxDecodedBytes = 200 * 2 ** 20;
const maxItems = 20_000;

/** What tells a shop which version of the feed is known already. */
export interface FeedVersion {
  etag: string | undefined;
  lastModified: string | undefined;
}

export interface FetchedCatalog {
  entries: CatalogEntry[];
  /** Items of the feed, variants and skipped ones included. */
  items: number;
  skipped: number;
  version: FeedVersion;
}

export interface FeedCall {
  website: Website;
  credentials: FeedCredentials;
  deadline: Deadline;
}

/**
 * The feed's products; undefined when the shop says that the feed is still at `known`.
 * Every `ShopFailure` names the parameter to mend.
 */
export async function fetchFeed(
  { website, credentials, deadline }: FeedCall,
  known?: FeedVersion,
): Promise<FetchedCatalog | undefined> {
  try {
    const response = await fetchFromShop(
      {
        url: credentials.feedUrl,
        headers: conditions(known),
        authorization: basic(credentials),
        maxBytes: maxReceivedBytes,
      },
      { website, deadline },
    );
    if (response.status === 304) {
      for await (const _ of response.body); // Gives the connection back.
      return undefined;
    }
    const { entries, report } = await readCatalog(response.body, {
      maxItems,
      maxBytes: maxDecodedBytes,
      now: new Date(),
    });
    const { etag, 'last-modified': lastModified } = response.headers;
    const skipped = Object.values(report.skipped).reduce((sum, count) => sum + count, 0);
    return { entries, items: report.items, skipped, version: { etag, lastModified } };
  } catch (error) {
    throw error instanceof ShopFailure ? namingParameter(error, credentials) : error;
  }
}

function conditions(known: FeedVersion | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  if (known?.etag) headers['if-none-match'] = known.etag;
  else if (known?.lastModified) headers['if-modified-since'] = known.lastModified;
  return headers;
}

function basic({ feedUser, feedPassword }: FeedCredentials): string | undefined {
  if (feedUser === undefined && feedPassword === undefined) return undefined;
  return `Basic ${Buffer.from(`${feedUser ?? ''}:${feedPassword ?? ''}`).toString('base64')}`;
}

function namingParameter(failure: ShopFailure, { feedUser }: FeedCredentials): ShopFailure {
  const { reason, message, retryAfterSeconds, cause } = failure;
  const ofCredentials = feedUser === undefined ? 'feedUser' : 'feedPassword';
  const parameter = failure.parameter ?? (reason === 'wrong_credentials' ? ofCredentials : 'feedUrl');
  return new ShopFailure(reason, message, { parameter, retryAfterSeconds, cause: cause ?? failure });
}
