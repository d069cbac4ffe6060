import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ZodMiniType } from 'zod/mini';
import { ShopFailure } from '../errors.ts';
import { blocked, isBotWall } from './bot-wall.ts';
import { failed, tooLarge } from './shop-failures.ts';
import { fetchFromShop, type ShopCall, type ShopRequest, type ShopResponse } from './shop-http.ts';

interface JsonRequest<Value> extends Omit<ShopRequest, 'body'> {
  /** Sent as JSON. */
  json?: unknown;
  /** What the answer must be; what it does not name is dropped. */
  schema: ZodMiniType<Value>;
}

interface JsonResponse<Value> extends Omit<ShopResponse, 'body'> {
  value: Value;
}

const unpack = promisify(gunzip);

/**
 * Calls a shop's API that speaks JSON; `maxBytes` counts as received and as unpacked. Throws `ShopFailure`, `not_a_catalog` for an
 * answer that is no JSON or not of the schema.
 */
export async function callShop<Value>(
  { json, schema, ...request }: JsonRequest<Value>,
  call: ShopCall,
): Promise<JsonResponse<Value>> {
  const response = await fetchFromShop(
    {
      ...request,
      headers: {
        accept: 'application/json',
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    },
    call,
  );
  const text = await textOf(response, request.maxBytes);
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    // Where, not what: the answer may repeat what was sent.
    const places = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).slice(0, 5);
    throw notOfThisShop(new Error(`The answer has another form: ${places.join(', ')}`));
  }
  return { ...response, value: parsed.data };
}

async function textOf({ body }: ShopResponse, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString();
  try {
    return (await unpack(bytes, { maxOutputLength: maxBytes })).toString();
  } catch (error) {
    throw error instanceof RangeError ? tooLarge(maxBytes) : failed('answered with a damaged gzip stream', error);
  }
}

function parseJson(text: string): unknown {
  if (/^\s*</.test(text)) {
    if (isBotWall({}, text.slice(0, 65_536))) throw blocked();
    throw new ShopFailure('not_a_catalog', 'The shop answered with a web page where its API was expected.');
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the answer.
    throw notOfThisShop(new Error('The answer is not JSON.'));
  }
}

function notOfThisShop(cause: unknown): ShopFailure {
  const text = 'The shop answered with something else than what its API is documented to answer.';
  return new ShopFailure('not_a_catalog', text, { cause });
}
