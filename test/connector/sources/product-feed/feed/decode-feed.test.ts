import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeFeed } from '../../../../../connector/sources/product-feed/feed/decode-feed.ts';
import { unpackFeed } from '../../../../../connector/sources/product-feed/feed/unpack-feed.ts';
import { bytesOf } from '../read-text.ts';

async function decode(...chunks: (string | Uint8Array)[]): Promise<string> {
  let text = '';
  for await (const part of decodeFeed(unpackFeed(bytesOf(...chunks), 10_000_000))) text += part;
  return text;
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const filler = 'a'.repeat(65_536);

test('UTF-8 is read as such, with or without a byte order mark, and so is what XML declares', async () => {
  expect(await decode('é€😀')).toBe('é€😀');
  expect(await decode('\ufeffé')).toBe('é');
  expect(await decode('<?xml version="1.0" encoding="ISO-8859-1"?>', latin1('é'))).toMatch(/é$/);
  expect(
    await decode(Buffer.concat([latin1("<?xml version='1.0' encoding='Shift_JIS'?>"), Buffer.from([0x93, 0xfa])])),
  ).toMatch(/日$/);
});

test('UTF-16 is read in either byte order', async () => {
  const bytes = Buffer.from('\ufeff<rss>é', 'utf16le');
  expect(await decode(bytes)).toBe('<rss>é');
  expect(await decode(Buffer.from(bytes).swap16())).toBe('<rss>é');
  expect(await decode(bytes.subarray(2))).toBe('<rss>é');
});

test('bytes that are no UTF-8 are windows-1252, also when XML claims UTF-8 or an unknown encoding', async () => {
  expect(await decode(latin1('caf\xe9 \x80 \x93q\x94'))).toBe('café € “q”');
  expect(await decode(latin1('<?xml version="1.0" encoding="UTF-8"?>caf\xe9'))).toMatch(/café$/);
  expect(await decode(latin1('<?xml version="1.0" encoding="klingon"?>caf\xe9'))).toMatch(/café$/);
});

test('a character that was cut in two does not spoil a UTF-8 feed', async () => {
  expect(await decode(latin1('\xc3 '), 'été')).toBe('\ufffd été');
});

test("the encoding is found however late its first character comes, also across a block's edge", async () => {
  for (const lead of [0, 1, 2, 3, 65_533, 65_534, 65_535, 65_536, 65_537]) {
    const ascii = filler.repeat(2).slice(0, lead);
    expect((await decode(`${ascii}é€ `, filler)).slice(lead, lead + 3)).toBe('é€ ');
    expect((await decode(ascii, latin1('\xe9t\xe9'), filler)).slice(lead, lead + 3)).toBe('été');
    expect((await decode(ascii, latin1('\xe9'))).slice(lead)).toBe('é');
  }
});

test('a gzip file is unpacked by its content; one that is cut off or damaged is refused', async () => {
  const packed = gzipSync('hello '.repeat(1_000));
  expect(await decode(packed)).toHaveLength(6_000);
  await expect(decode(packed.subarray(0, -9))).rejects.toMatchObject({ reason: 'failed' });
  await expect(decode(packed.subarray(0, 10), 'junk')).rejects.toMatchObject({ reason: 'failed' });
});

test('reading stops at the limit, for a gzip bomb long before it is unpacked', async () => {
  let produced = 0;
  let closed = false;
  const bomb = Buffer.concat(Array(300).fill(gzipSync(Buffer.alloc(10_000_000))));
  async function* source() {
    try {
      for (let at = 0; at < bomb.length; at += 1_024) {
        produced += 1_024;
        yield bomb.subarray(at, at + 1_024);
      }
    } finally {
      closed = true;
    }
  }
  const blocks = unpackFeed(source(), 1_000_000);
  const drain = async () => {
    for await (const _ of blocks);
  };
  await expect(drain()).rejects.toMatchObject({
    reason: 'too_large',
    message: 'The feed is larger than 1 MB, the most that can be read.',
  });
  expect(produced).toBeLessThan(bomb.length / 2);
  expect(closed).toBe(true);
});

test('an error of the connection passes through as it is, packed or not', async () => {
  const broken = new Error('connection reset');
  for (const start of ['id\ttitle', gzipSync('id\ttitle').subarray(0, 15)]) {
    const source = async function* () {
      yield* bytesOf(start);
      throw broken;
    };
    const drain = async () => {
      for await (const _ of unpackFeed(source(), 1_000));
    };
    await expect(drain()).rejects.toBe(broken);
  }
});
