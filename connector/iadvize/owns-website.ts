import * as z from 'zod/mini';
import type { Deadline } from '../deadline.ts';
import { Problem, ShopFailure } from '../errors.ts';
import { numberOf, platformOf, type Website } from '../website.ts';
import { baseUrlOf, callIadvize, type Envelope, isApiKey } from './call-iadvize.ts';

const longestCall = 5000;
const maxBytes = 64 * 1024;

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
  const base = baseUrlOf(platformOf(website));
  if (!base) return 'no';
  if (!isApiKey(apiKey)) return 'wrong_key';

  // The header is the one of the three documented ways that takes any key: Basic ends it at a colon, a query is logged.
  const headers = { 'x-api-key': apiKey };
  const url = `${base}/website/${numberOf(website)}`;
  try {
    const call = { website, deadline: deadline.within(longestCall) };
    return verdict(await callIadvize({ url, headers, maxBytes }, call), numberOf(website));
  } catch (error) {
    const what = error instanceof ShopFailure ? 'could not be asked' : 'did not say clearly';
    throw new Problem('temporarily_unavailable', `iAdvize ${what} whose website this is. Try again in a moment.`, {
      cause: error,
    });
  }
}

function verdict({ meta, data }: Envelope, asked: number): 'yes' | 'no' | 'wrong_key' {
  if (meta.status === 'fail') return 'no';
  if (meta.status === 'success') return Number(websiteSchema.parse(data).id) === asked ? 'yes' : 'no';
  if (meta.status === 'error' && /^\s*forbidden\b/i.test(meta.message ?? '')) return 'wrong_key';
  throw new Error('The envelope has another status.');
}
