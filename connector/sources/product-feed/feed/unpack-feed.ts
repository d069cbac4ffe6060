import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ShopFailure } from '../../../errors.ts';

const blockSize = 65_536;

/**
 * The bytes of a feed, unpacked when they begin with gzip's magic number, in blocks of 64 KiB at fixed places: what is
 * read never depends on how the network cut it. Throws `ShopFailure`: `too_large` past `maxBytes` of unpacked bytes,
 * `failed` for a damaged archive.
 */
export function unpackFeed(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer> {
  // Twice: a `.gz` file may come through a server that compresses again. Both counted: an archive may unpack to terabytes
  // of an archive that holds nothing.
  return limited(unpacked(limited(unpacked(bytes), maxBytes)), maxBytes);
}

async function* limited(blocks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const block of blocks) {
    total += block.length;
    if (total > maxBytes) {
      const limit = maxBytes < 1e6 ? `${maxBytes} bytes` : `${Number((maxBytes / 1e6).toFixed(1))} MB`;
      throw new ShopFailure('too_large', `The feed is larger than ${limit}, the most that can be read.`, {
        parameter: 'feedUrl',
      });
    }
    yield block;
  }
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const blocks = inBlocks(bytes);
  try {
    const first = (await blocks.next()).value ?? Buffer.alloc(0);
    const all = (async function* () {
      yield first;
      yield* blocks;
    })();
    if (first[0] === 0x1f && first[1] === 0x8b) yield* inBlocks(gunzipped(all));
    else yield* all;
  } finally {
    await blocks.return(undefined);
  }
}

async function* gunzipped(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: blockSize });
  pipeline(Readable.from(bytes), gunzip).catch(() => {}); // whoever reads `gunzip` gets the same error
  try {
    yield* gunzip;
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error;
    throw new ShopFailure('failed', 'The feed is a gzip file that is damaged or was cut off on its way.', {
      parameter: 'feedUrl',
      cause: error,
    });
  }
}

async function* inBlocks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, undefined> {
  let block = Buffer.alloc(blockSize);
  let length = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + blockSize - length);
      block.set(part, length);
      length += part.length;
      at += part.length;
      if (length === blockSize) {
        yield block;
        block = Buffer.alloc(blockSize);
        length = 0;
      }
    }
  }
  if (length > 0) yield block.subarray(0, length);
}
