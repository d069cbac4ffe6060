import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import { Refusal } from './refusal.ts';

export interface ReceivedBody {
  size: number;
  /** MD5, in hexadecimal digits. */
  etag: string;
  /** The checksum that the caller gave, proved right: its header's name and value. */
  checksum?: { name: string; value: string };
}

const checksumNames = ['x-amz-checksum-crc32', 'x-amz-checksum-sha256', 'content-md5'] as const;
type ChecksumName = (typeof checksumNames)[number];

/** Passes the body of a call to S3 to `sink` and proves its hash, its length and its checksum. */
export async function receiveBody(
  request: IncomingMessage,
  sink: (chunks: AsyncIterable<Buffer>) => Promise<unknown>,
): Promise<ReceivedBody> {
  const { headers } = request;
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let crc = 0;
  let size = 0;
  const trailers = new Map<string, string>();

  async function* measured(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      sha256.update(chunk);
      md5.update(chunk);
      crc = crc32(chunk, crc);
      size += chunk.length;
      yield chunk;
    }
  }

  const payload = String(headers['x-amz-content-sha256']);
  const inChunks = payload === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  if (!inChunks && payload !== 'UNSIGNED-PAYLOAD' && !/^[0-9a-f]{64}$/.test(payload)) {
    throw new Refusal('NotImplemented', `x-amz-content-sha256: ${payload} is not known here.`, 501);
  }
  await sink(measured(inChunks ? unframed(request, trailers) : request));

  const expectedSize = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (expectedSize !== undefined && Number(expectedSize) !== size) throw new Refusal('IncompleteBody');
  const sha256Digest = sha256.digest();
  if (payload.length === 64 && sha256Digest.toString('hex') !== payload) {
    throw new Refusal(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const md5Digest = md5.digest();
  const computed: Record<ChecksumName, () => string> = {
    'x-amz-checksum-crc32': () => Buffer.from(crc.toString(16).padStart(8, '0'), 'hex').toString('base64'),
    'x-amz-checksum-sha256': () => sha256Digest.toString('base64'),
    'content-md5': () => md5Digest.toString('base64'),
  };
  const received: ReceivedBody = { size, etag: md5Digest.toString('hex') };
  for (const name of checksumNames) {
    const value = trailers.get(name) ?? headers[name];
    if (value === undefined) continue;
    if (value !== computed[name]()) throw new Refusal('BadDigest', `The ${name} you specified did not match.`);
    received.checksum = { name, value: String(value) };
  }
  return received;
}

/** Takes `aws-chunked` apart: each chunk after its size in hexadecimal digits, then trailing headers. */
async function* unframed(chunks: AsyncIterable<Buffer>, trailers: Map<string, string>): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  let remaining = 0;
  let last = false;
  for await (const chunk of chunks) {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    for (;;) {
      if (remaining > 0) {
        const part = pending.subarray(0, remaining);
        if (part.length === 0) break;
        yield part;
        remaining -= part.length;
        pending = pending.subarray(part.length);
        continue;
      }
      const end = pending.indexOf('\r\n');
      if (end < 0) break;
      const line = pending.toString('latin1', 0, end);
      pending = pending.subarray(end + 2);
      const [name = '', value] = line.split(':');
      if (last && value !== undefined) trailers.set(name.toLowerCase(), value.trim());
      // The line before a size ends the data of the chunk before.
      if (last || line === '') continue;
      remaining = Number.parseInt(line, 16);
      if (Number.isNaN(remaining)) throw new Refusal('InvalidRequest', 'A chunk has no size.');
      last = remaining === 0;
    }
  }
  if (!last) throw new Refusal('IncompleteBody');
}
