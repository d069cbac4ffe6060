import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../helpers/runs.ts';
import { encoded } from './feed/encoded.ts';
import { bytesOf, cutAt, read } from './read-text.ts';
import { type FeedFixture, writeAtom, writeRss, writeTable } from './write-feed.ts';

fc.configureGlobal({ seed: 1 });

const letters = 'abcXYZ 0129éüñœ€™日本😀&<>\'"/,;|.-+%()';
const words = fc
  .string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 30 })
  .map((text) => `w${text.replace(/\s+/g, ' ').trim()}`);
/** A value that begins and ends with a quote is the one that a table cannot tell from a quoted one, hence `w`. */
const html = fc
  .array(
    fc.oneof(
      words,
      fc
        .tuple(fc.constantFrom('p', 'b', 'li', 'div'), words)
        .map(([tag, text]) => `<${tag} class="x">${text.replace(/[<&]/g, '')}</${tag}>`),
      fc.constantFrom('<br />', '&eacute;', '&amp;', '&amp;eacute;', '&#8364;', '<script>if (a < b) c();</script>'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => `w${parts.join(' ')}`);
const label = fc
  .string({ unit: fc.constantFrom(...'abc é,/&'), minLength: 1, maxLength: 10 })
  .map((text) => `l${text.trim()}`);

const fixture: fc.Arbitrary<Omit<FeedFixture, 'values'> & { values: Record<string, string | undefined> }> = fc.record({
  values: fc.record({
    id: fc.integer({ min: 1, max: 20 }).map((n) => `SKU-${n}`),
    title: words,
    description: html,
    link: fc.integer({ min: 1, max: 999 }).map((n) => `https://shop.example/p?a=${n}&b=é`),
    image_link: fc.constantFrom('https://shop.example/i.jpg', undefined),
    price: fc.integer({ min: 100, max: 99_999 }).map((cents) => `${(cents / 100).toFixed(2)} EUR`),
    sale_price: fc.constantFrom(undefined, '1.00 EUR', '0,5'),
    availability: fc.constantFrom(undefined, 'in stock', 'in_stock', 'out of stock'),
    brand: fc.option(words, { nil: undefined }),
    mpn: fc.option(words, { nil: undefined }),
    gtin: fc.constantFrom(undefined, '3000000000001'),
    item_group_id: fc.constantFrom(undefined, 'G1', 'G2', 'SKU-3'),
    color: fc.constantFrom(undefined, 'Black', 'Light Blue'),
    size: fc.constantFrom(undefined, 'XS', '42'),
  }),
  paths: fc.array(fc.array(label, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
});

function defined({ values, paths }: { values: Record<string, string | undefined>; paths: string[][] }): FeedFixture {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { values: Object.fromEntries(entries), paths };
}

const style = fc.record({ prefix: fc.constantFrom('g', 'goo', ''), cdata: fc.boolean(), spaces: fc.boolean() });
const plainStyle = { prefix: 'g', cdata: false, spaces: false };

/** Entries and report, or the refusal's text: both must agree. */
const outcome = (feed: string | AsyncIterable<Uint8Array>) =>
  read(feed).then(
    (value) => value,
    (error) => ({ reason: error.reason, message: error.message }),
  );

test('a catalog reads the same as RSS, Atom, TSV and CSV, whatever the style of its writer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fixture.map(defined), { minLength: 1, maxLength: 8 }),
      style,
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom<'plain' | 'spaced' | 'prefixed'>('plain', 'spaced', 'prefixed'),
      async (fixtures, style, lineBreak, names) => {
        const expected = await outcome(writeRss(fixtures, plainStyle));
        expect(await outcome(writeRss(fixtures, style))).toEqual(expected);
        expect(await outcome(writeAtom(fixtures, style))).toEqual(expected);
        for (const delimiter of ['\t', ',', ';', '|']) {
          expect(await outcome(writeTable(fixtures, { delimiter, lineBreak, names }))).toEqual(expected);
        }
      },
    ),
    { numRuns: runs(100, 1_000) },
  );
});

test('a feed reads the same however it is encoded, packed and cut on its way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fixture.map(defined), { minLength: 1, maxLength: 8 }),
      fc.constantFrom('rss', '\t', ','),
      fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16', 'gzip', 'gzip twice'),
      fc.array(fc.nat(), { maxLength: 20 }),
      async (fixtures, format, packing, places) => {
        const text =
          format === 'rss'
            ? writeRss(fixtures, plainStyle)
            : writeTable(fixtures, { delimiter: format, lineBreak: '\n', names: 'plain' });
        const bytes = {
          'utf-8': () => Buffer.from(text),
          'utf-8 with mark': () => Buffer.from(`\ufeff${text}`),
          'utf-16': () => Buffer.from(`\ufeff${text}`, 'utf16le'),
          gzip: () => gzipSync(text),
          'gzip twice': () => gzipSync(gzipSync(text)),
        }[packing]!();
        expect(await outcome(bytesOf(...cutAt(bytes, places)))).toEqual(await outcome(text));
      },
    ),
    { numRuns: runs(80, 500) },
  );
});

const languages: Record<string, Record<string, string>> = {
  German: { title: 'Titel', price: 'Preis', image_link: 'Bildlink', brand: 'Marke', availability: 'Verfuegbarkeit' },
  French: { title: 'titre', price: 'prix', image_link: 'lien_image', brand: 'marque', link: 'lien' },
  Spanish: { title: 'título', price: 'precio', image_link: 'enlace imagen', brand: 'marca', link: 'enlace' },
  Italian: { title: 'titolo', price: 'prezzo', image_link: 'link immagine', brand: 'marca', color: 'colore' },
  Dutch: { title: 'titel', price: 'prijs', image_link: 'afbeeldingslink', brand: 'merk', size: 'maat' },
  Portuguese: { title: 'título', price: 'preço', image_link: 'link_da_imagem', brand: 'marca', color: 'cor' },
};

test('a table reads the same whatever stands before its header, and in whatever language that is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fixture.map(defined), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...Object.keys(languages)),
      fc.constantFrom('\t', ',', ';', '|'),
      fc.constantFrom('', 'Our shop\n\n', '"# Fill in id, title,\nlink and price"\n', 'sep'),
      async (fixtures, language, delimiter, before) => {
        const table = writeTable(fixtures, { delimiter, lineBreak: '\n', names: 'plain' });
        const [header = '', ...rows] = table.split('\n');
        const named = header.split(delimiter).map((name) => languages[language]![name] ?? name);
        const lead = before === 'sep' ? `sep=${delimiter}\n` : before;
        expect(await outcome(lead + [named.join(delimiter), ...rows].join('\n'))).toEqual(await outcome(table));
      },
    ),
    { numRuns: runs(50, 300) },
  );
});

test('a feed reads the same in an 8-bit encoding that its XML declares, however the label is written', async () => {
  const cyrillic = fc.string({ unit: fc.constantFrom(...'абвгежЯШ xy1'), minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(cyrillic, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(
        ['windows-1251', 'cp-1251'],
        ['koi8-r', 'koi8r'],
        ['ibm866', 'CP866'],
        ['iso-8859-5', 'iso8859_5'],
      ),
      fc.array(fc.nat(), { maxLength: 10 }),
      async (titles, [encoding = '', label = ''], places) => {
        const fixtures = titles.map((title, index) => ({
          values: {
            ...{ id: `${index}`, title: `Ж${title}`, link: 'https://s.example/1' },
            ...{ image_link: 'https://s.example/1.jpg', price: '1.00 EUR' },
          },
          paths: [],
        }));
        const text = writeRss(fixtures, plainStyle);
        const bytes = encoded(encoding, text.replace('UTF-8', label));
        expect(await outcome(bytesOf(...cutAt(bytes, places)))).toEqual(await outcome(text));
      },
    ),
    { numRuns: runs(50, 300) },
  );
});
