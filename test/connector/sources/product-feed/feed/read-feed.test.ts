import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeedItem } from '../../../../../connector/sources/product-feed/feed/feed-item.ts';
import { readFeed } from '../../../../../connector/sources/product-feed/feed/read-feed.ts';
import { tableFeedReader } from '../../../../../connector/sources/product-feed/feed/read-table-feed.ts';
import { xmlFeedReader } from '../../../../../connector/sources/product-feed/feed/read-xml-feed.ts';
import { item, read, rss } from '../read-text.ts';

fc.configureGlobal({ seed: 1 });

async function itemsOf(text: string): Promise<FeedItem[]> {
  const items: FeedItem[] = [];
  await readFeed(
    (async function* () {
      yield text;
    })(),
    (item) => items.push(item),
  );
  return items;
}

const refusal = (feed: string | Uint8Array) =>
  read(feed).then(
    () => 'read',
    (error) => `${error.reason}: ${error.message}`,
  );

test('what is no feed is refused with a text that says what came instead', async () => {
  expect(await refusal('')).toBe('not_a_catalog: The address answers an empty page.');
  expect(await refusal(' \n ')).toBe('not_a_catalog: The address answers an empty page.');
  for (const page of [
    '<!DOCTYPE html><p>Login',
    '\ufeff\n<html lang="fr">',
    '<?xml version="1.0"?>\n<!-- x --><HTML>',
  ]) {
    expect(await refusal(page)).toMatch(/^not_a_catalog: The address answers a web page/);
  }
  expect(await refusal('{"items":[]}')).toMatch(/^not_a_catalog: The address answers JSON/);
  expect(await refusal('[1]')).toMatch(/^not_a_catalog: The address answers JSON/);
  for (const binary of [Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), Buffer.from('PK\x03\x04abc')]) {
    expect(await refusal(binary)).toMatch(/^not_a_catalog: .*binary file/);
  }
  expect(await refusal('<urlset><url/></urlset>')).toMatch(/^not_a_catalog: .*neither RSS 2.0 nor Atom/);
  expect(await refusal('<')).toMatch(/^not_a_catalog: /);
  expect(await refusal('Hello, world\nid, nothing')).toMatch(/^not_a_catalog: .*begins with a line of column names/);
});

test('a feed without a usable item is refused with what its items lack, and how many', async () => {
  expect(await refusal('<rss><channel></channel></rss>')).toBe('not_a_catalog: The feed has no items.');
  expect(await refusal('id\ttitle\n')).toBe('not_a_catalog: The feed has no items.');
  const without = [item({ image_link: undefined }), item({ id: 'A2', image_link: '/a.jpg' }), item({ id: undefined })];
  expect(await refusal(rss(...without))).toBe(
    'not_a_catalog: The feed has 3 items, none usable: 2 have no image_link that is an absolute http(s) address, 1 has no id.',
  );
});

test('XML that is cut off anywhere is refused', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(), async (place) => {
      const whole = `<?xml version="1.0"?>${rss(item(), item({ id: 'A2' }))}`;
      expect(await refusal(whole.slice(0, place % whole.length))).not.toBe('read');
    }),
  ));

test('random bytes, also behind the start of a feed, raise nothing but a refusal', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('', '<rss><channel><item>', 'id\ttitle\tlink\n', '\x1f\x8b', '\ufeff<feed>', 'id,title\n"'),
      fc.uint8Array({ maxLength: 300 }),
      async (start, bytes) => {
        const outcome = await read(Buffer.concat([Buffer.from(start, 'latin1'), bytes])).catch((error) => error);
        expect('entries' in outcome || outcome.name === 'ShopFailure').toBe(true);
      },
    ),
    { numRuns: 1_000 },
  ));

test('an element counts by its namespace, not by its prefix', async () => {
  const [one] = await itemsOf(
    `<rss xmlns:x="http://base.google.com/ns/1.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
      <item><media:title>No</media:title><title>Bare</title><x:title>Google's</x:title><media:price>1</media:price></item>
    </channel></rss>`,
  );
  expect(one?.values).toEqual({ title: "Google's" });
});

test('names may be in any case, with hyphens, spaces or in one word', async () => {
  const [one] = await itemsOf(
    '<RSS><channel><Item><imageLink>i</imageLink><G:Sale-Price>p</G:Sale-Price></Item></channel></RSS>',
  );
  expect(one?.values).toEqual({ image_link: 'i', sale_price: 'p' });
  const [row] = await itemsOf('ID,"Image Link",g:sale price\n1,i,p');
  expect(row?.values).toEqual({ id: '1', image_link: 'i', sale_price: 'p' });
});

test('a price inside another element, such as shipping, is not the price of the item', async () => {
  const [one] = await itemsOf(
    '<rss><item><g:shipping><g:price>5 EUR</g:price></g:shipping><g:price>9 EUR</g:price></item></rss>',
  );
  expect(one?.values).toEqual({ price: '9 EUR' });
});

test('HTML that is not escaped keeps its structure', async () => {
  const [one] = await itemsOf(
    '<feed><entry><content type="xhtml"><div><p>a</p><br/>b &lt; c</div></content></entry></feed>',
  );
  expect(one?.values.description).toBe('<div><p>a</p><br></br>b < c</div>');
});

test('Atom takes the alternate link, and content before summary', async () => {
  const [one] = await itemsOf(
    '<feed><entry><link rel="enclosure" href="no"/><link rel="alternate" href="yes"/><summary>s</summary><content>c</content></entry></feed>',
  );
  expect(one?.values).toEqual({ link: 'yes', description: 'c' });
});

test('entities of a DTD are never expanded', async () => {
  const [one] = await itemsOf(
    '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&b;&x;&amp;&#65;</title></item></rss>',
  );
  expect(one?.values.title).toBe('&b;&x;&A');
});

test('XML nested without end is refused', async () => {
  expect(await refusal(`<rss>${'<a>'.repeat(500_000)}`)).toMatch(/^not_a_catalog: /);
});

test('an element longer than 64 Ki characters is cut', async () => {
  const [one] = await itemsOf(rss(`<description>${'x'.repeat(200_000)}</description>`));
  expect(one?.values.description).toHaveLength(65_536);
  const [row] = await itemsOf(`id,description\n1,${'x'.repeat(200_000)}`);
  expect(row?.values.description).toHaveLength(65_536);
});

test('text in pieces of any size reads as the whole', () => {
  const xml = rss(
    item({ description: '<![CDATA[<p>a]]]]><![CDATA[> &amp; b</p>]]>', title: 'A &amp; &#66;&#x1F600; é' }),
  );
  const csv = 'id,title,description\r\n1,"a ""b"", c","line\r\nline"\r\n\r\n2,x,y\r\n';
  fc.assert(
    fc.property(fc.constantFrom(xml, csv), fc.array(fc.nat(), { maxLength: 40 }), (text, places) => {
      const readInPieces = (cuts: number[]) => {
        const items: FeedItem[] = [];
        const collect = (item: FeedItem) => items.push(item);
        const reader = text === xml ? xmlFeedReader(collect) : tableFeedReader({ delimiter: ',', line: 0 }, collect);
        const edges = [0, ...cuts.map((place) => place % text.length).sort((a, b) => a - b), text.length];
        for (const [index, start] of edges.slice(0, -1).entries()) reader.write(text.slice(start, edges[index + 1]));
        reader.end();
        return items;
      };
      expect(readInPieces(places)).toEqual(readInPieces([]));
    }),
    { numRuns: 500 },
  );
});
