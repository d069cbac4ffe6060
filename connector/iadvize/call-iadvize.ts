import * as z from 'zod/mini';
import { environment } from '../environment.ts';
import { fetchFromShop, type ShopCall, type ShopRequest } from '../guarded-http/shop-http.ts';

const baseUrls = new Map([
  ['sd', 'https://www.iadvize.com/api/2'],
  ['ha', 'https://ha.iadvize.com/api/2'],
]);

export type IadvizeRequest = Pick<ShopRequest, 'url' | 'method' | 'headers' | 'body' | 'maxBytes'>;

/** The documentation gives no HTTP statuses: only the envelope of contract §9 counts. */
const envelopeSchema = z.object({
  meta: z.object({ status: z.string(), message: z.optional(z.string()) }),
  data: z.optional(z.unknown()),
  pagination: z.optional(z.unknown()),
});

export type Envelope = z.infer<typeof envelopeSchema>;

/** undefined for a platform without a documented REST API. */
export function baseUrlOf(platform: string): string | undefined {
  const base = baseUrls.get(platform);
  return base && (environment.localIadvizeApi ?? base);
}

/** What cannot stand in a header is no key, and must not reach the error that says so. */
export function isApiKey(text: string): boolean {
  return /^[\x21-\x7e]{1,256}$/.test(text);
}

/**
 * One call; a GET is repeated once after a passing failure. Throws `ShopFailure` when no whole answer comes, and any other error when it
 * is not the envelope; the key is in none.
 */
export async function callIadvize(request: IadvizeRequest, call: ShopCall): Promise<Envelope> {
  const headers = { accept: 'application/json', 'accept-encoding': 'identity', ...request.headers };
  const { body } = await fetchFromShop({ ...request, headers, maxRedirects: 0, anyStatus: true }, call);
  return envelopeSchema.parse(await readJson(body));
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
