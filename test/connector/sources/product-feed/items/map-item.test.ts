import { expect, test } from 'vitest';
import { item, read, readOne, rss } from '../read-text.ts';

const complete = item({ id: 'ok' });

test.each([
  ['no_id', { id: ' ' }],
  ['no_title', { title: '&lt;b&gt;&lt;/b&gt;' }],
  ['no_link', { link: undefined }],
  ['bad_link', { link: '/lamp' }],
  ['bad_link', { link: 'javascript:alert(1)' }],
  ['bad_link', { link: '//shop.example/lamp' }],
  ['no_image', { image_link: undefined }],
  ['no_image', { image_link: 'no_selection' }],
  ['no_price', { price: undefined }],
  ['bad_price', { price: '0.00 EUR' }],
  ['unknown_currency', { price: '5.00' }],
  ['too_long', { id: 'x'.repeat(201) }],
  ['too_long', { link: `https://shop.example/${'x'.repeat(2_048)}` }],
  ['duplicate_id', { id: 'ok' }],
] as const)('an item is skipped as %s for %j, and the others are served', async (reason, over) => {
  const { entries, report } = await read(rss(complete, item(over)));
  expect(entries.map(({ product }) => product.id)).toEqual(['ok']);
  expect(report.items).toBe(2);
  expect(Object.entries(report.skipped).filter(([, count]) => count > 0)).toEqual([[reason, 1]]);
});

test('the first of two items with one id wins', async () => {
  const { product } = await readOne(item({ title: 'First' }), item({ title: 'Second' }));
  expect(product.title).toBe('First');
});

test("the shop's own picture stands in for a missing one, wherever the feed names it", async () => {
  const image = '<image><title>Shop</title><url>https://shop.example/logo.png</url></image>';
  const feed = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item>${item({ image_link: undefined })}</item>${image}</channel></rss>`;
  expect((await read(feed)).entries[0]?.product.imageUrl).toBe('https://shop.example/logo.png');
  const atom = `<feed><logo>https://shop.example/logo.png</logo><entry>${item({ image_link: undefined })}</entry></feed>`;
  expect((await read(atom)).entries[0]?.product.imageUrl).toBe('https://shop.example/logo.png');
});

test.each([
  ['missing', undefined],
  ['no address', 'no_selection'],
])('another picture stands in where the main one is %s', async (_, image_link) => {
  const further =
    '<g:additional_image_link>none.jpg</g:additional_image_link><g:additional_image_link>https://shop.example/2,3.jpg</g:additional_image_link>';
  expect((await readOne(item({ image_link }) + further)).product.imageUrl).toBe('https://shop.example/2,3.jpg');
  const enclosure = '<enclosure url="https://shop.example/e.jpg" type="image/jpeg" length="1"/>';
  expect((await readOne(item({ image_link }) + enclosure)).product.imageUrl).toBe('https://shop.example/e.jpg');
  const film = '<enclosure url="https://shop.example/film.mp4" type="video/mp4" length="1"/>';
  await expect(readOne(item({ image_link }) + film)).rejects.toMatchObject({ reason: 'not_a_catalog' });
});

test('a table has its further pictures in one cell', async () => {
  const feed =
    'id\ttitle\tlink\timage_link\tadditional_image_link\tprice\nA\tMug\thttps://s.example/1\t\thttps://s.example/2.jpg,https://s.example/3.jpg\t1 EUR\n';
  expect((await read(feed)).entries[0]?.product.imageUrl).toBe('https://s.example/2.jpg');
});

test('ids and references hold no markup, and stay apart', async () => {
  const { entries } = await read(
    rss(item({ id: 'a&lt;b', mpn: 'x&lt;img src=y' }), item({ id: 'a&lt;c' }), item({ id: '5&lt;6' })),
  );
  expect(entries.map(({ product }) => product.id)).toEqual(['a< b', 'a< c', '5<6']);
  expect(entries[0]!.product.reference).toBe('x< img src=y');
});

test('everything that the feed says reaches the product', async () => {
  const entry = await readOne(
    item({
      title: 'Caf&amp;eacute; Lamp',
      link: 'https://shop.example/lamp?a=1&amp;amp;b=ü',
      description: '<![CDATA[<p>Bright &amp; warm</p><p>LED</p>]]>',
      short_description: '<![CDATA[<b>Bright</b>]]>',
      brand: 'Lumi&amp;egrave;re',
      mpn: 'M-1',
      gtin: '3000000000001',
      availability: 'out of stock',
      sale_price: '15',
      product_type: 'Home &gt; Lamps',
      color: 'Red',
    }),
  );
  expect(entry).toEqual({
    product: {
      id: 'A1',
      title: 'Café Lamp',
      url: 'https://shop.example/lamp?a=1&b=%C3%BC',
      imageUrl: 'https://shop.example/lamp.jpg',
      brand: 'Lumière',
      description: 'Bright & warm\nLED',
      shortDescription: 'Bright',
      available: false,
      reference: 'M-1',
      price: { amount: 20, currency: 'EUR' },
      salePrice: { amount: 15, currency: 'EUR' },
      specialPrice: null,
    },
    categoryPaths: [['Home', 'Lamps']],
    references: ['M-1', '3000000000001', 'A1'],
    variantText: 'Red',
  });
});

test('the reference is the mpn, else the gtin, else the id', async () => {
  expect((await readOne(item({ gtin: '123' }))).product.reference).toBe('123');
  expect((await readOne(item())).product.reference).toBe('A1');
});

test.each([
  ['15.00 EUR', undefined, 15],
  ['15,00', undefined, 15],
  ['20.00 EUR', undefined, null],
  ['25.00 EUR', undefined, null],
  ['15.00 USD', undefined, null],
  ['0 EUR', undefined, null],
  ['soon', undefined, null],
  ['15.00 EUR', '2026-06-01/2026-06-30', 15],
  ['15.00 EUR', '2026-07-01/2026-07-30', null],
  ['15.00 EUR', 'whenever', null],
])(
  'a sale price of %s, valid %s, at noon of 15 June gives %s',
  async (sale_price, sale_price_effective_date, amount) => {
    const { product } = await readOne(item({ sale_price, sale_price_effective_date }));
    expect(product.salePrice?.amount ?? null).toBe(amount);
  },
);

test('more items than the limit are refused, and the text says the limit', async () => {
  const feed = rss(...Array.from({ length: 1_001 }, (_, index) => item({ id: `A${index}` })));
  await expect(read(feed)).rejects.toMatchObject({
    reason: 'too_large',
    parameter: 'feedUrl',
    message: 'The feed has more than 1,000 items, the most that can be read.',
  });
  expect((await read(feed, { maxItems: 1_001 })).entries).toHaveLength(1_001);
});
