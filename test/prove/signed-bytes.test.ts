import { createCipheriv, createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Call, signedGet, signedPost } from '../../connector/endpoint/endpoint.ts';
import { sign } from '../../connector/endpoint/signature.ts';
import { variables } from '../../connector/environment.ts';
import type { LocalAws } from '../../dev/aws/local-aws.ts';
import { gatewayCall } from '../helpers/gateway-call.ts';
import { useLocalAws } from '../helpers/local-aws.ts';
import { report, runs, seed } from '../helpers/runs.ts';
import { setVariables } from '../helpers/variables.ts';

const secret = 'the app’s secret';
const headers = { 'content-type': 'application/json' };
let aws: LocalAws;
let restore: () => void;
let received: Call | undefined;
const action = async (call: Call) => {
  received = call;
  return null;
};
const post = signedPost('POST /test', { accepts: ['application/json'] }, action);
const get = signedGet('GET /test', action);

beforeAll(async () => {
  aws = await useLocalAws({ secret });
  restore = setVariables({ [variables.metricNamespace]: 'test' });
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  restore();
  await aws.close();
});

/** What the action was given, where the call reached it; else the status. */
async function posted(body: string | Buffer, signature: string): Promise<string | number> {
  received = undefined;
  const { statusCode } = await post(gatewayCall({ body, headers: { ...headers, 'x-iadvize-signature': signature } }));
  return received === undefined ? statusCode! : (received as Call).body.toString('latin1');
}

async function asked(query: string, signature: string): Promise<string | number> {
  received = undefined;
  const { statusCode } = await get(gatewayCall({ query, headers: { 'x-iadvize-signature': signature } }));
  return received === undefined ? statusCode! : (received as Call).query;
}

describe('a body', () => {
  const characters = [...'azAZ09 {}[]":,\\/\n\t\0\u007fé§ßÿЖ中✓\u2028\ufeff\ufffd😀'];
  const lengths = fc.oneof(fc.nat({ max: 64 }), fc.nat({ max: 65_536 }));

  /** As many bytes as asked for, the same for the same number. */
  function bytesOf(number: number, length: number): Buffer {
    const key = createHash('md5').update(`${number}`).digest();
    return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
  }

  function textOf(number: number, length: number): string {
    let text = '';
    for (const byte of bytesOf(number, length)) text += characters[byte % characters.length];
    // No longer than asked for, and not cut within a character.
    return Buffer.from(text)
      .subarray(0, length)
      .toString()
      .replace(/\ufffd+$/, '');
  }

  /** As the gateway hands it on: text where the bytes are UTF-8, else base64. */
  const asText = (bytes: Buffer) => (Buffer.from(bytes.toString()).equals(bytes) ? bytes.toString() : bytes);

  it('passes with its own signature, byte for byte, and with no bit of it flipped', async ({ task }) => {
    const total = runs(600, 10_000);
    let texts = 0;
    let flips = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), lengths, fc.boolean(), fc.nat(), async (number, length, isText, position) => {
        const bytes = isText ? Buffer.from(textOf(number, length)) : bytesOf(number, length);
        const signature = sign(bytes, secret);
        for (const body of new Set([bytes, asText(bytes)])) {
          expect(await posted(body, signature)).toBe(bytes.toString('latin1'));
          if (typeof body === 'string') texts++;
        }
        if (bytes.length === 0) return;
        const flipped = flipBit(bytes, position);
        for (const body of new Set([flipped, asText(flipped)])) {
          expect(await posted(body, signature)).toBe(401);
          flips++;
        }
      }),
      { numRuns: total, seed },
    );
    expect(texts).toBeGreaterThan(total / 3);
    report(task, `${total} of 0 to 64 kB as base64, ${texts} of them also as text: accepted; ${flips} flips: 401`);
  });

  it('passes with none of its bits flipped, each in turn', async ({ task }) => {
    let flips = 0;
    for (let number = 0; number < runs(6, 100); number++) {
      const length = 1 + ((number * 7) % 48);
      const bytes = number % 2 ? bytesOf(seed + number, length) : Buffer.from(textOf(seed + number, length) || 'x');
      const signature = sign(bytes, secret);
      expect(await posted(bytes, signature)).toBe(bytes.toString('latin1'));
      for (let position = 0; position < bytes.length * 8; position++) {
        expect(await posted(asText(flipBit(bytes, position)), signature)).toBe(401);
        flips++;
      }
    }
    report(task, `${runs(6, 100)} bodies, all ${flips} bits: 401`);
  });
});

describe('a query string', () => {
  const name = fc.constantFrom(
    'idWebsite',
    'limit',
    'searchQuery',
    'search[default][contains]',
    'search%5Bx%5d',
    'é',
    '',
  );
  const piece = fc.constantFrom(
    ...[
      'ha-1',
      'a',
      'Z',
      '0',
      '+',
      '%20',
      ' ',
      '%2f',
      '%2F',
      '%2B',
      '%C3%a9',
      '%c3%A9',
      'é',
      '✓',
      '😀',
      '%',
      '%2',
      '%zz',
    ],
    ...["'", '%27', '(', '%28', ')', '*', '%2a', '~', '%7E', '!', '%21', '.', '/', '?', '#', '=', ':'],
  );
  const pair = fc
    .tuple(name, fc.option(fc.array(piece, { maxLength: 6 })))
    .map(([name, value]) => (value ? `${name}=${value.join('')}` : name));
  /** In any order; keys come again. Half of them are spelled in one way throughout, as whoever signs does. */
  const query = fc
    .tuple(fc.array(fc.tuple(pair, fc.constantFrom('&', '&', '&', '&&', ';')), { maxLength: 7 }), fc.nat({ max: 15 }))
    .map(([pairs, way]) => {
      const query = pairs.flat().join('').replace(/&$/, '');
      return spellings(query)[way] ?? query;
    });

  it('passes with its own signature, as it was received, and with no bit of it flipped but into a re-encoding', async ({
    task,
  }) => {
    const total = runs(1_000, 10_000);
    let reencoded = 0;
    await fc.assert(
      fc.asyncProperty(query, fc.nat(), fc.nat({ max: 6 }), async (query, index, bit) => {
        const signature = sign(query, secret);
        expect(await asked(query, signature)).toBe(query);
        if (query === '') return;
        const at = index % query.length;
        const flipped = String.fromCharCode(query.charCodeAt(at) ^ (1 << bit));
        const received = query.slice(0, at) + flipped + query.slice(at + 1);
        const isReencoding = spellings(received).includes(query);
        expect(await asked(received, signature)).toBe(isReencoding ? received : 401);
        if (isReencoding) reencoded++;
      }),
      { numRuns: total, seed },
    );
    expect(reencoded).toBeGreaterThan(0);
    report(task, `${total}: accepted; a bit flipped in each: 401, but for ${reencoded} re-encodings of the contract`);
  });

  it('passes with none of its bits flipped, each in turn, but into a re-encoding', async ({ task }) => {
    let flips = 0;
    let reencoded = 0;
    for (const sent of fc.sample(query, { numRuns: runs(6, 100), seed })) {
      const signature = sign(sent, secret);
      for (let position = 0; position < sent.length * 7; position++) {
        const at = Math.floor(position / 7);
        const flipped = String.fromCharCode(sent.charCodeAt(at) ^ (1 << (position % 7)));
        const received = sent.slice(0, at) + flipped + sent.slice(at + 1);
        const isReencoding = spellings(received).includes(sent);
        expect(await asked(received, signature)).toBe(isReencoding ? received : 401);
        flips++;
        if (isReencoding) reencoded++;
      }
    }
    expect(flips).toBeGreaterThan(500);
    report(task, `${runs(6, 100)} query strings, all ${flips} bits: 401, but for ${reencoded} re-encodings`);
  });

  it('does not pass with its pairs reordered, repeated, dropped, separated, decoded or encoded otherwise', async ({
    task,
  }) => {
    let changes = 0;
    await fc.assert(
      fc.asyncProperty(query, fc.nat(), async (query, index) => {
        const pairs = query.split('&');
        const at = index % pairs.length;
        const [pair = ''] = pairs.splice(at, 1);
        const without = pairs.join('&');
        const changed = [
          [pair, ...pairs].join('&'),
          [...pairs, pair].join('&'),
          [query, pair].join('&'),
          without,
          query.replace('&', '&&'),
          query.replace('&', ';'),
          query.replace('&&', '&'),
          query.replace(/%2f/i, '/'),
          query.replace('/', '%2f'),
          query.replace('é', '%C3%A9'),
        ];
        for (const received of changed) {
          if (spellings(received).includes(query)) continue;
          expect(await asked(received, sign(query, secret))).toBe(401);
          changes++;
        }
      }),
      { numRuns: runs(200, 3_000), seed },
    );
    expect(changes).toBeGreaterThan(runs(200, 3_000));
    report(task, `${changes} changes: 401`);
  });
});

function flipBit(bytes: Buffer, position: number): Buffer {
  const flipped = Buffer.from(bytes);
  const at = Math.floor(position / 8) % bytes.length;
  flipped[at]! ^= 1 << (position % 8);
  return flipped;
}

/** The contract's closed set, written a second time, one token after the other: what may have been signed. */
function spellings(received: string): string[] {
  // A lone surrogate is no string that a gateway received.
  if (!received.isWellFormed()) return [];
  const tokens = received.match(/%[0-9a-f]{2}|[\s\S]/giu) ?? [];
  const all = [received];
  for (const space of ['+', '%20']) {
    for (const isUpper of [true, false]) {
      for (const isEscaped of [true, false]) {
        const respelled = tokens.map((token) => {
          if (token === '+' || token === '%20') return space;
          const mark = token.length === 3 ? String.fromCharCode(Number.parseInt(token.slice(1), 16)) : token;
          if ("!'()*~".includes(mark) && !isEscaped) return mark;
          const escaped = "!'()*~".includes(mark) ? `%${mark.charCodeAt(0).toString(16)}` : token;
          if (escaped.length !== 3) return escaped;
          return isUpper ? escaped.toUpperCase() : escaped.toLowerCase();
        });
        all.push(respelled.join(''));
      }
    }
  }
  return all;
}
