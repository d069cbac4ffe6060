import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { expect, it } from 'vitest';
import { xmlReader } from '../../../../../connector/sources/product-feed/feed/xml-reader.ts';

fc.configureGlobal({ seed: 1 });

type Event = [kind: string, name: string, attributes?: object];

/** Neighboring pieces of text as one. */
function recorder() {
  const events: Event[] = [];
  const text = (data: string) => {
    const last = events.at(-1);
    if (last?.[0] === 'text') last[1] += data;
    else if (data !== '') events.push(['text', data]);
  };
  const open = (tag: string, attributes: object) => events.push(['open', tag, { ...attributes }]);
  const close = (tag: string) => events.push(['close', tag]);
  return { events, text, open, close };
}

function read(pieces: string[]): Event[] {
  const { events, ...handlers } = recorder();
  const reader = xmlReader(handlers);
  for (const piece of pieces) reader.write(piece);
  reader.end();
  return events;
}

/** As htmlparser2 reads it, without the end tags that it adds for what the document leaves open. */
function oracle(pieces: string[]): Event[] {
  const { events, text, open, close } = recorder();
  let ended = false;
  const parser = new Parser(
    { onopentag: open, ontext: text, onclosetag: (tag) => ended || close(tag) },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  for (const piece of pieces) parser.write(piece);
  ended = true;
  parser.end();
  return events;
}

/** What half a tag at the very end is taken for is nobody's concern. */
const untilLastTag = (events: Event[]) => (events.at(-1)?.[0] === 'text' ? events.slice(0, -1) : events);

const fragments = [
  ...['<a>', '</a>', '<b x="1" Y=\'&lt;2\' z=3 w>', '</b>', '<c/>', '<A p="1" p="2"/>', '</ a >', '<', '>', '</', '/>'],
  ...['<![CDATA[', ']]>', ']]', '<!--', '-->', '<!DOCTYPE x [<!ENTITY y "z">]>', '<?pi ?>', '<?', '"', "'", '='],
  ...['&amp;', '&#65;', '&#x1F600;', '&y;', '&', '&#', 'text', ' ', '\n', 'é', '😀', '__proto__', '<x __proto__="1">'],
];

it('reads what htmlparser2 reads, however the document is cut', () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...fragments), { maxLength: 30 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      (parts, places) => {
        const document = parts.join('');
        const edges = [0, ...places.map((place) => place % (document.length + 1)), document.length].sort(
          (a, b) => a - b,
        );
        const pieces = edges.slice(1).map((end, index) => document.slice(edges[index], end));
        expect(untilLastTag(read(pieces))).toEqual(untilLastTag(oracle(pieces)));
      },
    ),
    { numRuns: 5_000 },
  ));

const mebibyte = 'x'.repeat(2 ** 20);

it.each([
  ['CDATA', '<a><![CDATA['],
  ['a comment', '<a><!--'],
  ['a declaration', '<!DOCTYPE '],
  ['a processing instruction', '<?'],
  ['the name of a tag', '<'],
  ['the name of an attribute', '<a '],
  ['an entity', '<a>&#1'],
])('gives up what has no end: %s', (_, start) => {
  const piece = start.endsWith('#1') ? '1'.repeat(2 ** 20) : mebibyte;
  expect(() => read([start, ...Array(18).fill(piece)])).toThrow('more than 16 MB');
});

it('keeps little of an attribute without end, and few of attributes without number', () => {
  const [long] = read(['<a b="', ...Array(6).fill(mebibyte), '">']);
  expect((long![2] as { b: string }).b.length).toBeLessThan(2 ** 21);
  const [many] = read(['<a ', ...Array.from({ length: 1_000 }, (_, i) => `a${i}="" `), '>']);
  expect(Object.keys(many![2]!)).toHaveLength(100);
});
