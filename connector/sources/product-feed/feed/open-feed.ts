import type { SourceVersion } from '../../../catalog/catalog-source.ts';
import type { Deadline } from '../../../deadline.ts';
import { ShopFailure } from '../../../errors.ts';
import { tooSlow } from '../../../guarded-http/shop-failures.ts';
import { fetchFromShop, type ShopResponse } from '../../../guarded-http/shop-http.ts';
import type { Website } from '../../../website.ts';
import type { FeedCredentials } from '../parameters.ts';

/** As received. */
const maxReceivedBytes = 4 * 2 ** 30;
const maxVersionLength = 200;

interface FeedCall {
  website: Website;
  credentials: FeedCredentials;
  deadline: Deadline;
}

interface OpenFeed {
  /** To be read once. Throws `ShopFailure`. */
  bytes: AsyncIterable<Uint8Array>;
  /** The shop's word for what is read. */
  version: SourceVersion;
  /** Of the answer's `content-type`. */
  charset: string | undefined;
}

/** The feed's bytes, or 'unchanged' when the shop says that the feed is still at `known`. Throws `ShopFailure`. */
export async function openFeed(
  { website, credentials, deadline }: FeedCall,
  known?: SourceVersion,
): Promise<OpenFeed | 'unchanged'> {
  const { feedUrl: url } = credentials;
  const request = { url, headers: conditions(known), secretHeaders: basic(credentials), maxBytes: maxReceivedBytes };
  const response = await fetchFromShop(request, { website, deadline });
  if (response.status !== 304) {
    const charset = /;\s*charset\s*=\s*"?([^\s";]{1,40})/i.exec(response.headers['content-type'] ?? '')?.[1];
    return { bytes: response.body, version: versionOf(response, credentials), charset };
  }
  for await (const _ of response.body); // Gives the connection back.
  return 'unchanged';
}

/** What went wrong while a feed was opened or read; a `ShopFailure` then names the parameter to mend. */
export function feedFailure(error: unknown, { credentials, deadline }: FeedCall): unknown {
  // Reading ends with the signal's reason when a feed takes longer to read than there is time.
  const failure = error === deadline.signal.reason ? tooSlow(error) : error;
  return failure instanceof ShopFailure ? namingParameter(failure, credentials) : failure;
}

function conditions(known: SourceVersion | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  if (known?.etag) headers['if-none-match'] = known.etag;
  else if (known?.lastModified) headers['if-modified-since'] = known.lastModified;
  return headers;
}

/** Stored beside the index, in plain: so nothing long, and nothing in which a shop echoes what it was sent. */
function versionOf({ headers }: ShopResponse, credentials: FeedCredentials): SourceVersion {
  const { feedUrl, feedUser, feedPassword } = credentials;
  const query = [...new URL(feedUrl).searchParams.values()];
  const sent = [basic(credentials).authorization?.slice('Basic '.length), feedUser, feedPassword, ...query].filter(
    Boolean,
  );
  const storable = (word: string | undefined) =>
    word !== undefined && word.length <= maxVersionLength && !sent.some((secret) => word.includes(secret!))
      ? word
      : undefined;
  return { etag: storable(headers.etag), lastModified: storable(headers['last-modified']) };
}

function basic({ feedUser, feedPassword }: FeedCredentials): Record<string, string> {
  if (feedUser === undefined && feedPassword === undefined) return {};
  const pair = Buffer.from(`${feedUser ?? ''}:${feedPassword ?? ''}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}

function namingParameter(failure: ShopFailure, { feedUser }: FeedCredentials): ShopFailure {
  const { reason, message, retryAfterSeconds, cause } = failure;
  const ofCredentials = feedUser === undefined ? 'feedUser' : 'feedPassword';
  const parameter = failure.parameter ?? (reason === 'wrong_credentials' ? ofCredentials : 'feedUrl');
  return new ShopFailure(reason, message, { parameter, retryAfterSeconds, cause: cause ?? failure });
}
