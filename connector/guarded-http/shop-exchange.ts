import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { addAbortSignal } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deadline } from '../deadline.ts';
import type { Website } from '../website.ts';
import { agentFor } from './shop-agent.ts';
import { failureToAnswer, retryAfterSeconds } from './shop-failures.ts';

/** One call without redirects. */
interface ShopExchange {
  website: Website;
  method: string;
  url: URL;
  headers: OutgoingHttpHeaders;
  body: Buffer | undefined;
  /** It changes nothing in the shop, whatever its method. */
  isRead: boolean;
  deadline: Deadline;
}

const longestWait = 2000;
const shortestWait = 250;

/** Asks again once when a passing trouble is likely, the deadline leaves the time and nothing can happen twice. */
export async function askTwice(exchange: ShopExchange): Promise<IncomingMessage> {
  const { deadline, isRead } = exchange;
  try {
    if (!isRead) return await ask(exchange);
    const first = await ask(exchange).catch((error) => {
      if (!isReset(error)) throw error;
    });
    const wait = first ? waitBeforeRetry(first) : 0;
    if (first && (wait === undefined || wait >= deadline.remaining())) return first;
    first?.destroy();
    await sleep(wait, undefined, { signal: deadline.signal });
    return await ask(exchange);
  } catch (error) {
    throw failureToAnswer(error, deadline);
  }
}

function ask({ website, method, url, headers, body, deadline: { signal } }: ShopExchange): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const client = url.protocol === 'http:' ? http : https;
    const request = client.request(url, { method, agent: agentFor(website, url), headers, maxHeaderSize: 16_384 });
    const abort = () => request.destroy(signal.reason);
    signal.addEventListener('abort', abort);
    request.on('error', reject);
    request.on('close', () => {
      signal.removeEventListener('abort', abort);
      // Switching protocols (101) closes the connection and reports nothing else.
      reject(new Error('The connection was closed without an answer.'));
    });
    request.on('response', (response) => {
      signal.removeEventListener('abort', abort);
      // Whoever reads the body sees the error; until then it must not count as unhandled.
      response.on('error', () => {});
      // Bytes beyond the declared length are reported to the request after the response looks complete.
      request.on('error', (error) => response.destroy(error));
      addAbortSignal(signal, response);
      resolve(response);
    });
    request.end(body);
  });
}

/** Milliseconds; undefined for an answer that would not change. */
function waitBeforeRetry({ statusCode: status = 0, headers }: IncomingMessage): number | undefined {
  const asked = retryAfterSeconds(headers['retry-after']);
  if (status === 429 && asked === undefined) return undefined;
  if (status !== 429 && status < 500) return undefined;
  const wait = Math.max((asked ?? 0) * 1000, shortestWait);
  return wait <= longestWait ? wait : undefined;
}

/** Also what a kept socket reports that the shop has closed meanwhile. */
function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}
