import { createHmac, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parseQueryString } from '../../../connector/contract/query-string.ts';
import { reencodings, sign, verifyBody, verifyQuery } from '../../../connector/endpoint/signature.ts';
import { report, runs, seed } from '../../helpers/runs.ts';

vi.mock(import('node:crypto'), async (original) => {
  const crypto = await original();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});

fc.configureGlobal({ seed });

const secret = 'a secret token';
const body = Buffer.from('{"a":1}');

describe('a signature', () => {
  test('is HMAC-SHA-256 in hexadecimal (RFC 4231, test case 2)', () => {
    expect(sign('what do ya want for nothing?', 'Jefe')).toBe(
      'sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('covers nothing when there is no query string', () => {
    expect(verifyQuery(sign('', secret), '', [secret])).toBe(true);
    expect(verifyQuery(sign('', secret), 'idWebsite=ha-1', [secret])).toBe(false);
  });

  test('may have its hex digits in either case', () => {
    const header = `sha256=${sign(body, secret).slice(7).toUpperCase()}`;
    expect(verifyBody(header, body, [secret])).toBe(true);
  });
});

describe('a body', () => {
  const bodies = fc.oneof(
    fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat({ max: 65_536 }))
      .map(([bytes, length]) => Buffer.alloc(length, bytes)),
    fc.string({ unit: 'binary', maxLength: 500 }),
  );

  test('is accepted with its own signature and refused with any bit of it flipped', ({ task }) => {
    fc.assert(
      fc.property(bodies, fc.nat(), (content, position) => {
        const bytes = Buffer.from(content as string);
        const header = sign(bytes, secret);
        expect(verifyBody(header, bytes, [secret])).toBe(true);
        if (bytes.length === 0) return;
        expect(verifyBody(header, flipBit(bytes, position), [secret])).toBe(false);
      }),
      { numRuns: runs(500, 10_000) },
    );
    report(task, `${runs(500, 10_000)} bodies of 0 to 64 kB`);
  });

  test('is refused with any bit of its signature flipped', () => {
    const digest = Buffer.from(sign(body, secret).slice(7), 'hex');
    for (let position = 0; position < 256; position++) {
      expect(verifyBody(`sha256=${flipBit(digest, position).toString('hex')}`, body, [secret])).toBe(false);
    }
  });

  test('is refused when cut, extended or spelled otherwise', () => {
    const header = sign('a=b c', secret);
    for (const other of ['a=b ', 'a=b c ', 'a=b+c', 'a=b%20c', 'A=b c', '\uFEFFa=b c', '']) {
      expect(verifyBody(header, Buffer.from(other), [secret])).toBe(false);
    }
  });
});

describe('a query string', () => {
  const pieces = fc.constantFrom(
    ...['a', 'limit', 'é', '✓', '😀', '=', '&', '&&', ';', '+', '%20', '%2f', '%2F', '%2B', '%C3%a9', '%', '%2', '%zz'],
    ...[
      '!',
      "'",
      '(',
      ')',
      '*',
      '~',
      '%21',
      '%27',
      '%28',
      '%29',
      '%2a',
      '%2A',
      '%7e',
      '%7E',
      '[',
      ']',
      '%5B',
      '.',
      '/',
      '?',
      '#',
    ],
  );
  const queries = fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(''));

  test('is accepted with its own signature, however odd it is', ({ task }) => {
    fc.assert(
      fc.property(fc.oneof(queries, fc.string({ unit: 'grapheme' })), (query) => {
        expect(verifyQuery(sign(query, secret), query, [secret])).toBe(true);
      }),
      { numRuns: runs(1_000, 10_000) },
    );
    report(task, `${runs(1_000, 10_000)} query strings`);
  });

  test('is accepted under each of its re-encodings as the one that was signed', () => {
    fc.assert(
      fc.property(queries, (received) => {
        for (const signed of reencodings(received)) {
          expect(verifyQuery(sign(signed, secret), received, [secret])).toBe(true);
        }
      }),
      { numRuns: runs(100, 10_000) },
    );
  });

  test('is accepted when one uniform spelling became any mix', () => {
    fc.assert(
      fc.property(queries, fc.nat(), fc.infiniteStream(fc.nat({ max: 7 })), (query, choice, picks) => {
        const spellings = reencodings(query).slice(1);
        const signed = spellings[choice % spellings.length] ?? query;
        const received = tokensOf(signed)
          .map((token) => {
            const all = reencodings(token);
            return all[picks.next().value! % all.length];
          })
          .join('');
        expect(verifyQuery(sign(signed, secret), received, [secret])).toBe(true);
      }),
    );
  });

  test('is refused with any bit flipped, unless that is a re-encoding', ({ task }) => {
    let reencoded = 0;
    fc.assert(
      fc.property(queries, fc.nat(), fc.nat({ max: 6 }), (query, index, bit) => {
        if (query === '') return;
        const at = index % query.length;
        const flipped = String.fromCharCode(query.charCodeAt(at) ^ (1 << bit));
        const received = query.slice(0, at) + flipped + query.slice(at + 1);
        const accepted = verifyQuery(sign(query, secret), received, [secret]);
        if (accepted) {
          reencoded += 1;
          expect(canonical(received)).toBe(canonical(query));
          expect([...parseQueryString(received, 'query')]).toEqual([...parseQueryString(query, 'query')]);
        } else if (reencodings(query).slice(1).includes(query)) {
          expect(canonical(received)).not.toBe(canonical(query));
        }
      }),
      { numRuns: runs(3_000, 10_000) },
    );
    expect(reencoded).toBeGreaterThan(0);
    report(task, `${runs(3_000, 10_000)} query strings, ${reencoded} flips were re-encodings of the contract`);
  });

  test('never changes its parameters by a re-encoding', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const parameters = [...parseQueryString(query, 'query')];
        for (const spelling of reencodings(query)) expect([...parseQueryString(spelling, 'query')]).toEqual(parameters);
      }),
    );
  });

  test('has the eight spellings of the contract, itself first', () => {
    expect(reencodings("q=a+b%2f(c)*'!~")).toEqual([
      "q=a+b%2f(c)*'!~",
      'q=a+b%2F%28c%29%2A%27%21%7E',
      'q=a+b%2f%28c%29%2a%27%21%7e',
      'q=a%20b%2F%28c%29%2A%27%21%7E',
      'q=a%20b%2f%28c%29%2a%27%21%7e',
      "q=a+b%2F(c)*'!~",
      "q=a%20b%2F(c)*'!~",
      "q=a%20b%2f(c)*'!~",
    ]);
    expect(reencodings('idWebsite=ha-1')).toEqual(['idWebsite=ha-1']);
  });

  test.each([
    ['reordered', 'a=1&b=2', 'b=2&a=1'],
    ['repeated', 'a=1', 'a=1&a=1'],
    ['dropped', 'a=1&b=2', 'a=1'],
    ['an empty pair', 'a=1&b=2', 'a=1&&b=2'],
    ['another separator', 'a=1&b=2', 'a=1;b=2'],
    ['a question mark', 'a=1', '?a=1'],
    ['decoded', 'a=%2f', 'a=/'],
    ['encoded', 'a=é', 'a=%C3%A9'],
    ['decoded brackets', 'a%5Bb%5D=1', 'a[b]=1'],
    ['a plus for its escape', 'a=%2B', 'a=+'],
    ['a letter in another case', 'a=x', 'a=X'],
    ['a space as it is', 'a=x+y', 'a=x y'],
    ['normalized', 'a=e\u0301', 'a=\u00e9'],
  ])('is refused %s', (_, signed, received) => {
    expect(verifyQuery(sign(signed, secret), received, [secret])).toBe(false);
    expect(verifyQuery(sign(received, secret), signed, [secret])).toBe(false);
  });

  test('is refused with a lone surrogate, which no byte spells', () => {
    expect(verifyQuery(sign('a=\ud800', secret), 'a=\ud801', [secret])).toBe(false);
  });
});

describe('a malformed header', () => {
  const hex = sign(body, secret).slice('sha256='.length);
  const shapes: unknown[] = [
    undefined,
    null,
    '',
    ' ',
    'sha256',
    'sha256=',
    hex,
    `=${hex}`,
    `sha256 ${hex}`,
    `sha256:${hex}`,
    `sha256==${hex}`,
    `sha256= ${hex}`,
    `sha256 =${hex}`,
    ` sha256=${hex}`,
    `sha256=${hex} `,
    `sha256=${hex}\n`,
    `sha256=${hex}\r\n`,
    `\nsha256=${hex}`,
    `x\nsha256=${hex}`,
    `sha256=${hex}\0`,
    `sha256=\0${hex}`,
    `sha256=${hex.slice(1)}`,
    `sha256=${hex}0`,
    `sha256=0${hex}`,
    `sha256=${hex}${hex}`,
    `sha256=0x${hex}`,
    `sha256=0x${hex.slice(2)}`,
    `sha256="${hex}"`,
    `"sha256=${hex}"`,
    `sha256=${hex.slice(0, 63)}g`,
    `sha256=${hex.slice(0, 63)}é`,
    `sha256=${hex.slice(0, 63)}١`,
    `sha256=${hex.replace(/(..)(?=.)/g, '$1:')}`,
    `sha256=${Buffer.from(hex, 'hex').toString('base64')}`,
    `sha256=${Buffer.from(hex, 'hex').toString('latin1')}`,
    `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
    `sha512=${createHmac('sha512', secret).update(body).digest('hex')}`,
    `sha1=${hex}`,
    `sha-256=${hex}`,
    `sha256=${hex},sha256=${hex}`,
    `sha256=${hex}, sha256=${hex}`,
    `sha256=${hex};sha256=${hex}`,
    `sha256=${hex},`,
    `v1=${hex}`,
    `sha256=${'0'.repeat(8_192)}`,
    'sha256='.repeat(1_000),
    '='.repeat(8_192),
    [],
    [`sha256=${hex}`],
    [`sha256=${hex}`, `sha256=${hex}`],
    { toString: () => `sha256=${hex}` },
    Buffer.from(`sha256=${hex}`),
    0,
    true,
    Symbol('sha256'),
  ];

  test.each(shapes.map((shape) => [inspect(shape).slice(0, 80), shape]))('%s is refused', (_, shape) => {
    expect(verifyBody(shape as string, body, [secret])).toBe(false);
    expect(verifyQuery(shape as string, body.toString(), [secret])).toBe(false);
  });

  test('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string({ unit: 'binary' }), (header, query) => {
        expect(verifyQuery(header as string, query, [secret, ''])).toBe(false);
      }),
    );
  });
});

describe('secrets', () => {
  const old = 'old secret';
  const header = (by: string) => sign(body, by);

  test.each([
    [[secret], secret, true],
    [[secret], old, false],
    [[secret, old], secret, true],
    [[secret, old], old, true],
    [[old, secret], secret, true],
    [[secret, secret], secret, true],
    [[secret, old], 'expired', false],
    [[secret, ''], secret, true],
    [['', secret], secret, true],
    [[secret, ''], '', false],
    [[''], '', false],
    [[], secret, false],
    [[], '', false],
    [[`${secret} `], secret, false],
    [['sécret ✓'], 'sécret ✓', true],
  ])('%j: signed by %j is %s', (secrets, by, accepted) => {
    expect(verifyBody(header(by), body, secrets)).toBe(accepted);
    expect(verifyQuery(header(by), body.toString(), secrets)).toBe(accepted);
  });
});

describe('the comparison', () => {
  const comparisons = (check: () => boolean) => {
    vi.mocked(timingSafeEqual).mockClear();
    check();
    return vi.mocked(timingSafeEqual).mock.calls.length;
  };

  test('is of every secret, also after one that matches', () => {
    for (const by of ['first', 'second', 'third', 'none']) {
      expect(comparisons(() => verifyBody(sign(body, by), body, ['first', 'second', 'third']))).toBe(3);
    }
  });

  test('is of every spelling under every secret', () => {
    const query = "q=a+b%2f(c)*'!~";
    for (const signed of reencodings(query)) {
      expect(comparisons(() => verifyQuery(sign(signed, secret), query, [secret, 'other']))).toBe(16);
    }
  });
});

function flipBit(bytes: Buffer, position: number): Buffer {
  const flipped = Buffer.from(bytes);
  const at = Math.floor(position / 8) % bytes.length;
  flipped[at] = flipped[at]! ^ (1 << (position % 8));
  return flipped;
}

/** Characters and escapes. */
function tokensOf(query: string): string[] {
  return query.match(/%[0-9a-f]{2}|[\s\S]/gi) ?? [];
}

/** What all re-encodings of a query have in common, written independently of them: one token at a time. */
function canonical(query: string): string {
  return tokensOf(query)
    .map((token) => {
      if (token === '+') return '%20';
      if ("!'()*~".includes(token)) return `%${token.charCodeAt(0).toString(16).toUpperCase()}`;
      return token.length === 3 ? token.toUpperCase() : token;
    })
    .join('');
}
