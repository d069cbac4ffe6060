import fc from 'fast-check';
import { expect, it } from 'vitest';
import { read } from '../read-text.ts';

const google = 'http://base.google.com/ns/1.0';
const fields = (g: string) =>
  `<${g}:id>1</${g}:id><${g}:price>12.50 EUR</${g}:price><${g}:image_link>https://s.example/1.jpg</${g}:image_link>`;
const mug = [{ product: { id: '1', title: 'Mug', url: 'https://s.example/1', price: { amount: 12.5 } } }];

it.each([
  [
    'RSS 1.0 with a prefix',
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rss="http://purl.org/rss/1.0/" xmlns:g="${google}"><rss:channel/><rss:item><rss:title>Mug</rss:title><rss:link>https://s.example/1</rss:link>${fields('g')}</rss:item></rdf:RDF>`,
  ],
  [
    'RSS 1.0 without',
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:g="${google}"><channel/><item><title>Mug</title><link>https://s.example/1</link>${fields('g')}</item></rdf:RDF>`,
  ],
  [
    'Atom with a prefix',
    `<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:g="${google}"><a:entry><a:title>Mug</a:title><a:link href="https://s.example/1"/>${fields('g')}</a:entry></a:feed>`,
  ],
  [
    'Google’s as default on items',
    `<rss><channel><item xmlns="${google}"><title>Mug</title><link>https://s.example/1</link><id>1</id><price>12.50 EUR</price><image_link>https://s.example/1.jpg</image_link></item></channel></rss>`,
  ],
  [
    'a g that nobody declares',
    `<rss><channel><item><title>Mug</title><link>https://s.example/1</link>${fields('g')}</item></channel></rss>`,
  ],
  [
    'https and a slash',
    `<rss xmlns:x="https://base.google.com/ns/1.0/"><channel><item><title>Mug</title><link>https://s.example/1</link>${fields('x')}</item></channel></rss>`,
  ],
  [
    'declared on the item',
    `<rss><channel><item xmlns:q="${google}"><title>Mug</title><link>https://s.example/1</link>${fields('q')}</item></channel></rss>`,
  ],
  ...['http://www.base.google.com/ns/1.0', 'http://base.google.com/ns/2.0', ' ', ''].map(
    (address): [string, string] => [
      `a g declared as "${address}"`,
      `<rss xmlns:g="${address}"><channel><item><title>Mug</title><link>https://s.example/1</link>${fields('g')}</item></channel></rss>`,
    ],
  ),
  [
    'RSS 0.90 with a prefix',
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://channel.netscape.com/rdf/simple/0.9/"><s:item><s:title>Mug</s:title><s:link>https://s.example/1</s:link>${fields('g')}</s:item></rdf:RDF>`,
  ],
  [
    'prefixes that nobody declares',
    `<atom:feed><atom:entry><atom:title>Mug</atom:title><atom:link href="https://s.example/1"/>${fields('g')}</atom:entry></atom:feed>`,
  ],
  [
    'an unknown default',
    `<rss xmlns="http://shop.example/ns" xmlns:g="${google}"><channel><item><title>Mug</title><link>https://s.example/1</link>${fields('g')}</item></channel></rss>`,
  ],
])('reads %s', async (_, feed) => expect((await read(feed)).entries).toMatchObject(mug));

it('takes a prefix for what it means where it stands', async () => {
  const feed = `<rss xmlns:x="http://other.example/"><channel><item><title>Mug</title><link>https://s.example/1</link><x:price>1 USD</x:price><x:id xmlns:x="${google}">1</x:id>${fields('g')}<x:title>Other</x:title></item></channel></rss>`;
  expect((await read(feed)).entries).toMatchObject(mug);
});

it('takes pictures and texts of other vocabularies', async () => {
  const feed = `<rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><title>Mug</title><link>https://s.example/1</link><g:id>1</g:id><g:price>1 EUR</g:price><media:content url="https://s.example/film.mp4" type="video/mp4"/><media:content url="https://s.example/m.jpg" medium="image"/><media:title>No</media:title><content:encoded>&lt;p&gt;Holds tea.&lt;/p&gt;</content:encoded></item></channel></rss>`;
  const { entries } = await read(feed);
  expect(entries).toMatchObject([
    { product: { title: 'Mug', imageUrl: 'https://s.example/m.jpg', description: 'Holds tea.' } },
  ]);
});

it('reads the same whatever the prefixes are called', () => {
  const prefix = fc.stringMatching(/^[a-z]{1,8}$/).filter((name) => !/^xml/.test(name));
  return fc.assert(
    fc.asyncProperty(fc.uniqueArray(prefix, { minLength: 2, maxLength: 2 }), async ([a, b]) => {
      const feed = `<${a}:feed xmlns:${a}="http://www.w3.org/2005/Atom" xmlns:${b}="${google}"><${a}:entry><${a}:title>Mug</${a}:title><${a}:link href="https://s.example/1"/>${fields(b!)}</${a}:entry></${a}:feed>`;
      expect((await read(feed)).entries).toMatchObject(mug);
    }),
    { numRuns: 50 },
  );
});

it('leaves a g that is declared as something else alone', async () => {
  const feed = `<rss xmlns:g="http://schemas.google.com/g/2005" xmlns:q="${google}"><channel><item><g:title>No</g:title><title>Mug</title><link>https://s.example/1</link>${fields('q')}</item></channel></rss>`;
  expect((await read(feed)).entries).toMatchObject(mug);
});

it.each([
  ['a group', '<m:group><m:content url="https://s.example/p.jpg" medium="image"/></m:group>'],
  [
    'a film',
    '<m:content url="https://s.example/f.mp4" type="video/mp4"><m:thumbnail url="https://s.example/p.jpg"/></m:content>',
  ],
  [
    'a link of Atom',
    '<a:link rel="enclosure" type="application/pdf" href="https://s.example/p.pdf"/><a:link rel="enclosure" type="image/jpeg" href="https://s.example/p.jpg"/>',
  ],
])('finds the picture of %s', async (_, media) => {
  const feed = `<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:m="http://search.yahoo.com/mrss/"><a:entry><a:title>Mug</a:title>${media}<a:link href="https://s.example/1"/><g:id>1</g:id><g:price>1 EUR</g:price></a:entry></a:feed>`;
  expect((await read(feed)).entries).toMatchObject([
    { product: { url: 'https://s.example/1', imageUrl: 'https://s.example/p.jpg' } },
  ]);
});
