import * as z from 'zod/mini';
import type { Deadline } from '../deadline.ts';
import { environment } from '../environment.ts';
import { Problem, ShopFailure } from '../errors.ts';
import { fetchFromShop } from '../guarded-http/shop-http.ts';
import { numberOf, platformOf, type Website } from '../website.ts';

const baseUrls = new Map([
  ['sd', 'https://www.iadvize.com/api/2'],
  ['ha', 'https://ha.iadvize.com/api/2'],
]);

const longestCall = 5000;
const maxBytes = 64 * 1024;

/** The documentation gives no HTTP statuses: only the envelope of contract §9 counts. */
const envelope = z.object({
  meta: z.object({ status: z.string(), message: z.optional(z.string()) }),
  data: z.optional(z.unknown()),
});
const websiteSchema = z.object({ id: z.union([z.number(), z.string().check(z.regex(/^\d{1,15}$/))]) });

/**
 * Asks the platform whether the owner of a key of its REST API has a right on a website. A platform that has no known
 * REST API cannot prove anything: `no`. Throws `Problem` `temporarily_unavailable` when the platform gives no clear
 * answer; the key is in no error.
 */
export async function ownsWebsite(
  website: Website,
  apiKey: string,
  deadline: Deadline,
): Promise<'yes' | 'no' | 'wrong_key'> {
  const base = baseUrls.get(platformOf(website));
  if (!base) return 'no';
  // What cannot stand in a header is no key, and must not reach the error that says so.
  if (!/^[\x21-\x7e]{1,256}$/.test(apiKey)) return 'wrong_key';

  const url = `${environment.localIadvizeApi ?? base}/website/${numberOf(website)}`;
  try {
    return verdict(await ask(url, apiKey, website, deadline.within(longestCall)), numberOf(website));
  } catch (error) {
    const what = error instanceof ShopFailure ? 'could not be asked' : 'did not say clearly';
    throw new Problem('temporarily_unavailable', `iAdvize ${what} whose website this is. Try again in a moment.`, {
      cause: error,
    });
  }
}

function verdict(answer: unknown, asked: number): 'yes' | 'no' | 'wrong_key' {
  const { meta, data } = envelope.parse(answer);
  if (meta.status === 'fail') return 'no';
  if (meta.status === 'success') return Number(websiteSchema.parse(data).id) === asked ? 'yes' : 'no';
  if (meta.status === 'error' && /^\s*forbidden\b/i.test(meta.message ?? '')) return 'wrong_key';
  throw new Error('The envelope has another status.');
}

async function ask(url: string, apiKey: string, website: Website, deadline: Deadline): Promise<unknown> {
  // The header is the one of the three documented ways that takes any key: Basic ends it at a colon, a query is logged.
  const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'x-api-key': apiKey };
  const request = { url, headers, maxBytes, maxRedirects: 0, anyStatus: true };
  const { body } = await fetchFromShop(request, { website, deadline });
  return readJson(body);
}

async function readJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    // The parser's own error quotes the text, which might repeat the key.
    throw new Error('The answer is not JSON.');
  }
}
