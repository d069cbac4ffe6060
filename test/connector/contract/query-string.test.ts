import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCategoriesQuery, parseProductsQuery } from '../../../connector/contract/catalog.ts';
import { parseVerification } from '../../../connector/contract/verification.ts';
import { parseWebhookEvent } from '../../../connector/contract/webhook-event.ts';
import { reencodings } from '../../../connector/endpoint/signature.ts';
import { Problem } from '../../../connector/errors.ts';
import { exampleEvent } from '../../../platform/events.ts';
import { encodeEvent } from '../../../platform/webhook-delivery.ts';
import { runs, seed } from '../../helpers/runs.ts';

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

/** Every reader of signed bytes. The two lists answer the same website's catalog: they are one. */
const readers: Record<string, (bytes: Buffer) => unknown> = {
  verification: parseVerification,
  'event as JSON': (bytes) => parseWebhookEvent(bytes, json),
  'event as a form': (bytes) => parseWebhookEvent(bytes, form),
  query: (bytes) => [parseCategoriesQuery(String(bytes)), parseProductsQuery(String(bytes))],
};

/** The readers to whom the bytes mean something, and what the others say. */
function readersOf(bytes: string | Buffer): { meant: string[]; refusals: Record<string, Problem> } {
  const meant: string[] = [];
  const refusals: Record<string, Problem> = {};
  for (const [name, read] of Object.entries(readers)) {
    try {
      read(Buffer.from(bytes as string));
      meant.push(name);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refusals[name] = error;
    }
  }
  return { meant, refusals };
}

const event = exampleEvent('connector.uninstalled', { website: 'ha-2' as never, createdAt: new Date('2099-01-01') });
const eventForm = String(encodeEvent(event, 'form').body);
const query = 'idWebsite=ha-2&limit=5';

describe('bytes mean something to one reader at most', () => {
  test.each([
    ['an event’s form in a typed value', JSON.stringify([{ key: 'feedUser', value: `x&${eventForm}&y=` }])],
    [
      'an event’s form as the first typed key',
      JSON.stringify([{ [`&${eventForm}&`]: 1, key: 'feedUser', value: 'x' }]),
    ],
    [
      'an event’s form in the dialect of 2017',
      JSON.stringify([{ id: 'field_a', value: `&${eventForm}`, fieldType: 'TEXT' }]),
    ],
    ['a query in a typed value', JSON.stringify([{ key: 'feedUser', value: `&${query}&` }])],
    ['a form and a query in a comment', JSON.stringify({ ...event, comment: `&${eventForm}&${query}&` })],
    ['escaped quotes', `[{"\\u0022&${eventForm}&":1,"key":"\\u0022&${query}&\\u0022"}]`],
    ['a byte order mark', `\ufeff[{"key":"a","value":"&${eventForm}&"}]`],
    ['white space of JSON', `\t\r\n [{"key":"a","value":"&${query}&"}]\n`],
  ])('JSON with %s', (_, bytes) => {
    const { meant } = readersOf(bytes);
    expect(meant).toHaveLength(1);
    expect(['verification', 'event as JSON']).toContain(meant[0]);
  });

  test.each([
    ['a form with idWebsite', `${eventForm}&idWebsite=ha-1`],
    ['a query with eventType', `idWebsite=ha-1&${eventForm}`],
    ['escaped names', `%69dWebsite=ha-1&${eventForm.replace('eventType', 'event%54ype')}`],
    ['both twice', `idWebsite=ha-1&idWebsite=ha-1&${eventForm}&${eventForm}`],
    ['both empty', 'eventType&idWebsite'],
    ['both after a byte order mark', `\ufeff&${eventForm}&${query}`],
    [
      'a byte order mark before eventType',
      `\ufeff${eventForm.replace(/(.*)(eventType=[^&]*)&?(.*)/, '$2&$1$3')}&${query}`,
    ],
    ['a raw quote', `${eventForm}&x="`],
    ['a raw quote in a name', `${query}&"=`],
    ['a line break', `${query}&x=1\n`],
    ['a tab', `\t${query}`],
    ['a NUL', `${query}\0`],
    ['DEL', `${eventForm}&\x7f`],
    ['a control character above DEL', `${eventForm}&\x85`],
    ['a quote as a re-encoding leaves it', reencodings(`${query}&searchQuery="a b"`).at(-1)!],
  ])('none of them takes %s', (_, bytes) => {
    const { meant, refusals } = readersOf(bytes);
    // As a query, a name behind a byte order mark is another name.
    expect(meant.filter((name) => name !== 'query' || !bytes.startsWith('\ufeff'))).toEqual([]);
    for (const { code, field, message } of Object.values(refusals)) {
      expect([code, message.startsWith(`${field} must be `)]).toEqual(['invalid_request', true]);
    }
  });

  test.each(['', '[]', '[[]]', '{}', '1', '-1e5', 'null', 'true', '[null]', ' [ ] ', '\ufeff[]', '[{}]'])(
    'JSON without a text is none but an empty verification: %j',
    (bytes) => {
      expect(readersOf(bytes).meant).toEqual(/^\s*\[\s*\]\s*$/.test(bytes) ? ['verification'] : []);
    },
  );

  test('whatever is put together of their pieces', () => {
    const counts = new Map<string, number>();
    const piece = fc.constantFrom(
      ...[
        eventForm,
        query,
        'eventType=x',
        'idWebsite=ha-1',
        'eventType',
        'idWebsite',
        'eventType[]=x',
        'event%54ype=y',
      ],
      ...[
        '&',
        '&',
        '=',
        '"',
        '%22',
        '[',
        ']',
        '{',
        '}',
        ':',
        ',',
        ' ',
        '+',
        '\n',
        '\0',
        '\ufeff',
        '\u2028',
        ';',
        'a',
        '1',
      ],
      ...['[{"key":"a","value":"', '"}]', '{"eventType":"', '"}', '[]', 'null', '&x=', '\\u0022', '\u00a0', 'é'],
    );
    const ours = fc.constantFrom('', '[{"key":"', '{"eventType":"', eventForm, query);
    const bytes = fc.tuple(ours, fc.array(piece, { maxLength: 8 }), fc.constantFrom('', '","value":1}]', '"}'));
    fc.assert(
      fc.property(bytes, ([start, pieces, end]) => {
        const { meant } = readersOf(start + pieces.join('') + end);
        expect(meant.length).toBeLessThanOrEqual(1);
        for (const name of meant) counts.set(name, (counts.get(name) ?? 0) + 1);
      }),
      { numRuns: runs(2_000, 50_000), seed },
    );
    expect([...counts.keys()].sort()).toEqual(Object.keys(readers).sort());
  });
});

/** How the usual libraries escape a name or a value. What stays as it is, beside letters and digits, and how a space goes. */
const encoders: Record<string, (text: string) => string> = {
  URLSearchParams: (text) => new URLSearchParams({ '': text }).toString().slice(1),
  encodeURIComponent,
  'PHP, RFC 1738': (text) => escapedBut(/[\w.-]/, text).replaceAll('%20', '+'),
  'PHP, RFC 3986, and Go': (text) => escapedBut(/[\w.~-]/, text),
  'Java’s URLEncoder': (text) => escapedBut(/[\w.*-]/, text).replaceAll('%20', '+'),
  'Python’s urlencode': (text) => escapedBut(/[\w.~-]/, text).replaceAll('%20', '+'),
  'Python’s quote': (text) => escapedBut(/[\w.~/-]/, text),
  '.NET, in small hex digits': (text) => escapedBut(/[\w.!*()-]/, text).replace(/%../g, (hex) => hex.toLowerCase()),
};

function escapedBut(kept: RegExp, text: string): string {
  const escaped = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return [...Buffer.from(text)]
    .map((byte) => (byte < 0x80 && kept.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : escaped(byte)))
    .join('');
}

describe.each(Object.entries(encoders))('honest forms and queries by %s', (_, encode) => {
  test('are read, whatever text they carry', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constant(`"&${query}&${eventForm}\r\n\t\x7f\x85=`)),
        (text) => {
          const pairs = (fields: object) =>
            Object.entries(fields)
              .map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
              .join('&');
          const comment = { ...event, eventType: 'satisfaction.answered', projectId: 1, satisfactionComment: text };
          const conversationId = event.eventId;
          const read = parseWebhookEvent(Buffer.from(pairs({ ...comment, conversationId })), form);
          expect(read).toMatchObject({ fields: { satisfactionComment: text } });

          const search = (name: string) => parseProductsQuery(pairs({ idWebsite: 'ha-1', [name]: text }));
          for (const name of ['searchQuery', 'search[default][contains]'])
            expect(search(name).text ?? '').toBe(text.trim());
          expect(parseProductsQuery(`idWebsite=ha-1&search[default][contains]=${encode(text)}`).text ?? '').toBe(
            text.trim(),
          );
        },
      ),
      { numRuns: runs(50, 2_000), seed },
    );
  });
});
