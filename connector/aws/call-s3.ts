import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Deadline } from '../deadline.ts';
import { type Failed, failuresOf } from './aws-error.ts';
import { endpointOf, exchange, type Sink, textSink } from './exchange.ts';
import { retrying } from './retrying.ts';
import { encodePath, sha256, signRequest } from './sign-request.ts';

export interface S3Call<Output> {
  /** Named in errors. */
  operation: string;
  method: 'GET' | 'PUT' | 'POST';
  bucket: string;
  /** Without it the call is about the bucket. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
  /** Sends what is not a `body`; its length and its hash, `x-amz-content-sha256`, are in `headers`. */
  send?: (request: ClientRequest, onProgress: (error?: Error) => void) => void;
  /** Takes the answer of a call that succeeded; asked once for each attempt. */
  receive: (headers: IncomingMessage['headers'], failed: Failed) => Sink<Output>;
}

/** Errors are short; a page of a listing holds 1,000 keys of at most 1,024 bytes, percent-encoded. */
const maxTextBytes = 8 * 1024 * 1024;

/**
 * One call of Amazon S3, signed; a transfer may take until the deadline, but not be silent for `maxSilence` milliseconds.
 * Throws AwsError for refusals and when no whole answer comes in time.
 */
export async function callS3<Output>(
  { operation, method, bucket, key = '', query, headers, body = '', send, receive }: S3Call<Output>,
  deadline: Deadline,
  maxSilence: number = 2_000,
): Promise<Output> {
  const failed = failuresOf('s3', operation);
  return retrying(deadline, maxSilence, (silence) => {
    if (silence <= 0) throw failed('TimeoutError');
    const endpoint = endpointOf('s3', bucket);
    const { host, hostname, port, folder } = endpoint;
    const bodyHash = headers?.['x-amz-content-sha256'] ?? sha256(body);
    const signed = signRequest({
      service: 's3',
      method,
      path: `${folder}/${encodePath(key)}`,
      ...(query && { query }),
      headers: { Host: host, 'x-amz-content-sha256': bodyHash, ...lengthOf(body), ...headers },
      bodyHash,
    });
    return exchange({
      request: { ...signed, hostname, port },
      endpoint,
      send: send ?? ((request) => request.end(body)),
      receive: ({ statusCode: status = 0, headers }) =>
        status >= 200 && status < 300
          ? receive(headers, failed)
          : s3TextSink(failed, (text) => {
              throw failed(elementOf(text, 'Code') ?? 'UnknownError', status, elementOf(text, 'Message'));
            }),
      silence,
      deadline,
      failed,
    });
  });
}

function lengthOf(body: string): Record<string, string> {
  return body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
}

export function s3TextSink<Output>(failed: Failed, read: (text: string) => Output): Sink<Output> {
  return textSink(maxTextBytes, failed, read);
}

/** The text of the first element of the name, as it stands: for what S3 writes without characters that XML escapes. */
export function elementOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
