import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface OutgoingRequest {
  method: string;
  /** Absolute. What follows the host is sent as written: `new URL` would escape a query again, and break its signature. */
  url: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body?: Buffer | undefined;
}

export interface Answer {
  status: number;
  /** Lower-case names; several values are joined by `, `. */
  headers: Record<string, string>;
  body: Buffer;
}

/** One call and what became of it, whole, so that it can be shown and judged. */
export interface Exchange {
  request: OutgoingRequest;
  /** null when no answer came; `failure` says why. */
  answer: Answer | null;
  failure: string | null;
  milliseconds: number;
}

export interface ExchangeLimits {
  /** Until the whole answer is there; default 30 s. */
  timeoutMilliseconds?: number;
  /** Of the answer's body; default 16 MB. */
  maximumBytes?: number;
}

/** Sends one request and never throws for what the other side does: a failure is part of the exchange. */
export async function exchange(request: OutgoingRequest, limits: ExchangeLimits = {}): Promise<Exchange> {
  const started = performance.now();
  const ended = (answer: Answer | null, failure: string | null): Exchange => {
    return { request, answer, failure, milliseconds: performance.now() - started };
  };
  try {
    return ended(await send(request, limits), null);
  } catch (error) {
    return ended(null, describe(error));
  }
}

function send(request: OutgoingRequest, limits: ExchangeLimits): Promise<Answer> {
  const { timeoutMilliseconds = 30_000, maximumBytes = 16_000_000 } = limits;
  return new Promise((resolve, reject) => {
    const outgoing = startRequest(request, AbortSignal.timeout(timeoutMilliseconds));
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that the server closed meanwhile says nothing about the server: once more, on another one.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(send(request, limits));
      else reject(error);
    });
    outgoing.on('response', (response) => resolve(read(response, maximumBytes)));
    outgoing.end(request.body);
  });
}

async function read(response: IncomingMessage, maximumBytes: number): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > maximumBytes) throw new Error(`The answer is larger than ${maximumBytes} bytes.`);
    chunks.push(chunk);
  }
  const headers = Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.join(', ')]);
  return { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body: Buffer.concat(chunks) };
}

function startRequest({ method, url, headers, body }: OutgoingRequest, signal: AbortSignal) {
  const { protocol, hostname, port } = new URL(url);
  const path = url.replace(/^https?:\/\/[^/?#]*\/?/i, '/');
  const length = body && { 'content-length': String(body.length) };
  const options: RequestOptions = {
    method,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    path,
    headers: { ...headers, ...length },
    signal,
  };
  return protocol === 'https:' ? httpsRequest(options) : httpRequest(options);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'No answer in time.';
  return error.message || ('code' in error ? String(error.code) : error.name);
}
