import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ZodMiniType } from 'zod/mini';
import { ShopFailure } from '../errors.ts';
import { blocked, isBotWall } from './bot-wall.ts';
import { failed, tooLarge } from './shop-failures.ts';
import { fetchFromShop, type ShopCall, type ShopRequest, type ShopResponse } from './shop-http.ts';

export interface JsonRequest<Value> extends Omit<ShopRequest, 'body' | 'explain'> {
  /** Sent as JSON. */
  json?: unknown;
  /** What the answer must be; what it does not name is dropped. */
  schema: ZodMiniType<Value>;
  /** Why the shop refuses, as its API says it; undefined: as any shop would, by the status. */
  explain?: (refusal: Refusal) => ShopFailure | undefined;
}

/** An answer that is neither 2xx nor a protection against bots. */
export interface Refusal {
  status: number;
  /** Its JSON, of which nothing is known; undefined for a web page and all that is no JSON. */
  body: unknown;
  /** It is a web page: what stands in front of a shop says this, its API does not. */
  isPage: boolean;
  /** What the status means anywhere. */
  usual: ShopFailure;
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
  { json, schema, explain, ...request }: JsonRequest<Value>,
  call: ShopCall,
): Promise<JsonResponse<Value>> {
  const response = await fetchFromShop(
    {
      ...request,
      ...(explain && { explain: ({ text, ...refusal }) => explain({ ...refusal, ...readRefusal(text) }) }),
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
  return { ...response, value: checkAnswer(schema, parseJson(text)) };
}

/** Throws `ShopFailure` for what is not of the schema. */
export function checkAnswer<Value>(schema: ZodMiniType<Value>, answer: unknown): Value {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  // Where, not what: the answer may repeat what was sent.
  const places = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).slice(0, 5);
  throw notOfThisShop(new Error(`The answer has another form: ${places.join(', ')}`));
}

function readRefusal(text: string): Pick<Refusal, 'body' | 'isPage'> {
  const isPage = /^\s*</.test(text);
  try {
    return { body: readJson(text), isPage };
  } catch {
    return { body: undefined, isPage };
  }
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
    return readJson(text);
  } catch {
    // The parser's own error quotes the answer.
    throw notOfThisShop(new Error('The answer is not JSON.'));
  }
}

/** Without a byte order mark, which one file of some plugin puts before all that a shop says. */
function readJson(text: string): unknown {
  return JSON.parse(text.trim());
}

function notOfThisShop(cause: unknown): ShopFailure {
  const text = 'The shop answered with something else than what its API is documented to answer.';
  return new ShopFailure('not_a_catalog', text, { cause });
}
