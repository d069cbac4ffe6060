import type { IncomingMessage } from 'node:http';
import { constants, gunzipSync } from 'node:zlib';
import type { Deadline } from '../deadline.ts';
import type { ShopFailure } from '../errors.ts';
import type { Website } from '../website.ts';
import { blocked, isBotWall } from './bot-wall.ts';
import { askTwice } from './shop-exchange.ts';
import { answersElsewhere, failed, failureOfStatus, failureToFinish, tooLarge, unreachable } from './shop-failures.ts';
import { parseShopUrl } from './shop-url.ts';

export interface ShopRequest {
  url: string;
  /** GET unless given. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as `content-type` of `headers` says. */
  body?: string;
  /** A call of another method than GET that changes nothing, as a GraphQL query does: it may be sent again. */
  isRead?: boolean;
  /** Sent on every hop, so nothing secret unless `maxRedirects` is 0. */
  headers?: Record<string, string>;
  /** Sent only to the origin of `url`, e.g. `authorization`. */
  secretHeaders?: Record<string, string>;
  /** As received on the wire. */
  maxBytes: number;
  /** 3 unless given. */
  maxRedirects?: number;
  /** Hands every final status back instead of throwing for what is not 2xx or 304. */
  anyStatus?: boolean;
  /** Tells by the beginning of what the shop said why it refused; `usual` is what the status means anywhere, as does undefined. */
  explain?: (refusal: { status: number; text: string; usual: ShopFailure }) => ShopFailure | undefined;
}

export interface ShopResponse {
  /** 2xx, or 304 when the request was conditional; see `anyStatus`. */
  status: number;
  /** Lower-case names, without `set-cookie`. */
  headers: Readonly<Record<string, string | undefined>>;
  /** After redirects. */
  url: string;
  /**
   * To be read once, before the deadline. As sent, so perhaps gzipped whatever the headers say: the first two bytes tell.
   * Throws `ShopFailure` when it is too large, too slow or shorter than announced.
   */
  body: AsyncIterable<Uint8Array>;
}

export interface ShopCall {
  website: Website;
  deadline: Deadline;
}

/** With which protections against bots answer. */
const wallStatuses = new Set([401, 403, 405, 406, 429, 503]);
const maxLook = 65_536;
const longestLook = 2_000;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** The only way to a shop. Merchants type where it goes, so nothing it says is trusted. Throws `ShopFailure`. */
export async function fetchFromShop(request: ShopRequest, { website, deadline }: ShopCall): Promise<ShopResponse> {
  const { method = 'GET', maxRedirects = 3 } = request;
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const isRead = request.isRead ?? method === 'GET';
  const typed = parseShopUrl(request.url);
  let url = typed;
  for (let redirects = 0; ; redirects += 1) {
    if (!url || !typed) throw unreachable(new Error('The address was refused before connecting.'));
    const headers: Record<string, string> = {
      accept: '*/*',
      'accept-encoding': 'gzip',
      'user-agent': 'iadvize-product-list-connector',
      ...(body && { 'content-length': String(body.length) }),
      ...request.headers,
    };
    if (url.origin === typed.origin) Object.assign(headers, request.secretHeaders);
    const response = await askTwice({ website, method, url, headers, body, isRead, deadline });
    if (!redirectStatuses.has(response.statusCode ?? 0)) return await answer(request, url, response, deadline);

    response.destroy();
    const { location } = response.headers;
    if (location === undefined) throw failed('redirects to nowhere');
    if (redirects === maxRedirects) throw failed('redirects too often');
    // Any other status turns a POST into a GET on its way, which would ask for something else.
    if (method !== 'GET' && ![307, 308].includes(response.statusCode!)) throw answersElsewhere();
    // What a body says may be a secret: it stays with the host that it was meant for.
    if (body && parseShopUrl(location, url)?.origin !== typed.origin) throw answersElsewhere();
    url = parseShopUrl(location, url);
  }
}

async function answer(
  { headers: asked = {}, anyStatus, explain, maxBytes }: ShopRequest,
  url: URL,
  response: IncomingMessage,
  deadline: Deadline,
): Promise<ShopResponse> {
  const { 'set-cookie': _, ...headers } = response.headers;
  const conditional = Object.keys(asked).some((name) => /^if-(none-match|modified-since)$/i.test(name));
  let failure = anyStatus ? undefined : failureOfStatus(response);
  if (response.statusCode === 304 && !conditional) failure = failed('answered with the HTTP status 304');
  if (Number(headers['content-length']) > maxBytes) failure ??= tooLarge(maxBytes);
  if (failure) {
    const { statusCode: status = 0 } = response;
    const isPage = /html/i.test(headers['content-type'] ?? '');
    const text = isPage || explain ? await beginningOf(response) : '';
    response.destroy();
    if (wallStatuses.has(status) && isBotWall(headers, isPage ? text : '')) throw blocked();
    throw explain?.({ status, text, usual: failure }) ?? failure;
  }
  return {
    status: response.statusCode ?? 0,
    headers: headers as Record<string, string | undefined>,
    url: url.href,
    body: readBody(response, maxBytes, deadline),
  };
}

/** Of an answer that brings no document, as far as it comes soon: it only tells one failure from another. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const timer = setTimeout(() => response.destroy(), longestLook);
  const chunks: Uint8Array[] = [];
  let received = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      received += chunk.length;
      if (received >= maxLook) break;
    }
  } catch {}
  clearTimeout(timer);
  const bytes = Buffer.concat(chunks).subarray(0, maxLook);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? unpackedBeginning(bytes) : bytes).toString().slice(0, maxLook);
}

function unpackedBeginning(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * maxLook });
  } catch {
    return Buffer.alloc(0);
  }
}

async function* readBody(response: IncomingMessage, maxBytes: number, deadline: Deadline): AsyncGenerator<Uint8Array> {
  let received = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      if (received > maxBytes) break;
      yield chunk;
    }
  } catch (error) {
    throw failureToFinish(error, deadline);
  }
  if (received > maxBytes) throw tooLarge(maxBytes);
  if (!response.complete) throw failureToFinish(undefined, deadline);
}
