import { createReadStream } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { pipeline } from 'node:stream/promises';
import aws4 from 'aws4';
import { AwsError, endpointOf, retrying } from './aws.ts';
import type { Deadline } from './deadline.ts';
import { environment } from './environment.ts';

export interface S3Call<Output> {
  /** Named in errors. */
  operation: string;
  method: 'GET' | 'PUT' | 'POST';
  bucket: string;
  /** Without it the call is about the bucket. */
  key?: string;
  query?: Record<string, string>;
  headers?: OutgoingHttpHeaders;
  body?: string;
  /** A file to send as the body; its length and its hash are in `headers`. */
  file?: string;
  /** Reads the answer of a call that succeeded to its end; runs once for each attempt. */
  read: (chunks: AsyncIterable<Buffer>, failed: Failed, headers: IncomingMessage['headers']) => Promise<Output>;
}

/** An AwsError of the call at hand. */
export type Failed = (code: string, status?: number, detail?: string, cause?: unknown) => AwsError;

/** Errors are short; a page of a listing holds 1,000 keys of at most 1,024 bytes, percent-encoded. */
const maxTextBytes = 8 * 1024 * 1024;

/**
 * One call of Amazon S3, signed; a transfer may take until the deadline, but not be silent for `maxSilence` milliseconds.
 * Throws AwsError for refusals and when no whole answer comes in time.
 */
export async function callS3<Output>(
  call: S3Call<Output>,
  deadline: Deadline,
  maxSilence: number = 2_000,
): Promise<Output> {
  return retrying(deadline, maxSilence, async (silence) => {
    const stop = new AbortController();
    const watch = setTimeout(() => stop.abort(), silence);
    const signal = AbortSignal.any([deadline.signal, stop.signal]);
    const failed: Failed = (code, status = 0, detail = '', cause = undefined) =>
      new AwsError('s3', code, status, `s3 ${call.operation}: ${code} ${detail}`.trim().slice(0, 500), cause);
    try {
      const response = await send(call, signal, () => watch.refresh());
      const chunks = passing(response, () => watch.refresh());
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) return await call.read(chunks, failed, response.headers);
      const text = await readText(chunks, failed);
      throw failed(elementOf(text, 'Code') ?? 'UnknownError', status, elementOf(text, 'Message'));
    } catch (error) {
      if (error instanceof AwsError) throw error;
      if (signal.aborted) throw failed('TimeoutError');
      throw failed((error as NodeJS.ErrnoException).code ?? 'UnknownError', 0, '', error);
    } finally {
      clearTimeout(watch);
      // What was refused before its body was sent would hold its connection.
      stop.abort();
    }
  });
}

async function send<Output>(
  { method, bucket, key = '', query, headers, body, file }: S3Call<Output>,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<IncomingMessage> {
  const { region, endpointUrl, ...credentials } = environment.aws;
  const { host, hostname, port, request, agent } = endpointOf(`${bucket}.s3`);
  const path = `/${endpointUrl === undefined ? '' : `${bucket}/`}${encodePath(key)}`;
  const search = query ? `?${new URLSearchParams(query)}` : '';
  const unsigned = { service: 's3', region, hostname, port, method, path: path + search };
  const signed = aws4.sign({ ...unsigned, headers: { Host: host, ...headers }, ...(body && { body }) }, credentials);
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request({ ...signed, agent, signal }, resolve).on('error', reject);
    if (file === undefined) sent.end(body);
    // A refusal comes before the gigabytes are sent, instead of a broken connection.
    else sent.on('continue', () => pipeline(createReadStream(file), passer(onProgress), sent).catch(reject));
  });
}

const passer = (onChunk: () => void) => (chunks: AsyncIterable<Buffer>) => passing(chunks, onChunk);

async function* passing(chunks: AsyncIterable<Buffer>, onChunk: () => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onChunk();
    yield chunk;
  }
}

/** As Signature Version 4 has it: everything but the unreserved characters is encoded, and `/` stays. */
function encodePath(key: string): string {
  const encode = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, encode);
}

export async function readText(chunks: AsyncIterable<Buffer>, failed: Failed): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxTextBytes) throw failed('InvalidResponse', 0, 'larger than any answer');
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString();
}

/** The text of the first element of the name, as it stands: for what S3 writes without characters that XML escapes. */
export function elementOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
