import fc from 'fast-check';
import { expect, test } from 'vitest';
import { item, read, readOne, rss } from './read-text.ts';

fc.configureGlobal({ seed: 1 });

/** A variant of group H; its parts follow from color and size. */
const hoodie = (color: string, size: string, over: Record<string, string | undefined> = {}) =>
  item({
    id: `H-${color}-${size}`,
    title: `Chaz Hoodie - ${color} ${size}`,
    link: `https://shop.example/${color}-${size}`,
    image_link: `https://shop.example/${color}.jpg`,
    availability: 'in stock',
    item_group_id: 'H',
    color,
    size,
    ...over,
  });
const gone = { availability: 'out of stock' };

test('variants of one group are one product, wherever they stand in the feed', async () => {
  const { entries } = await read(rss(hoodie('Black', 'XS'), item(), hoodie('Gray', 'M', { product_type: 'Sale' })));
  expect(entries.map(({ product }) => [product.id, product.title])).toEqual([
    ['H', 'Chaz Hoodie'],
    ['A1', 'Lamp'],
  ]);
  expect(entries[0]).toMatchObject({
    categoryPaths: [['Sale']],
    references: ['H-Black-XS', 'H', 'H-Gray-M'],
    variantText: 'Black XS Gray M',
  });
});

test('picture, link and reference come from the first variant in stock, else from the first', async () => {
  const seen = async (...items: string[]) => {
    const { product } = await readOne(...items);
    return [product.id, product.url, product.imageUrl, product.reference, product.available];
  };
  const gray = ['H', 'https://shop.example/Gray-M', 'https://shop.example/Gray.jpg', 'H-Gray-M', true];
  const black = ['H', 'https://shop.example/Black-XS', 'https://shop.example/Black.jpg', 'H-Black-XS', false];
  expect(await seen(hoodie('Black', 'XS', gone), hoodie('Gray', 'M'))).toEqual(gray);
  expect(await seen(hoodie('Black', 'XS', gone), hoodie('Gray', 'M', gone))).toEqual(black);
});

test('a variant without a picture borrows one of its group', async () => {
  const { product } = await readOne(hoodie('Black', 'XS', { image_link: undefined }), hoodie('Gray', 'M'));
  expect(product).toMatchObject({ url: 'https://shop.example/Black-XS', imageUrl: 'https://shop.example/Gray.jpg' });
});

test('the price pair is that of the cheapest variant in stock, sales counted', async () => {
  const prices = async (...items: string[]) => {
    const { price, salePrice } = (await readOne(...items)).product;
    return [price.amount, salePrice?.amount ?? null];
  };
  const dear = hoodie('Black', 'XS', { price: '50 EUR' });
  const onSale = hoodie('Gray', 'M', { price: '60 EUR', sale_price: '40 EUR' });
  const cheapButGone = hoodie('Red', 'L', { price: '10 EUR', ...gone });
  expect(await prices(dear, onSale, cheapButGone)).toEqual([60, 40]);
  expect(await prices(hoodie('Black', 'XS', { price: '50 EUR', ...gone }), cheapButGone)).toEqual([10, null]);
});

test('stock changes neither the id nor the number of products', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), async (inStock) => {
      const [a, b, c, d] = inStock.map((yes) => (yes ? {} : gone));
      const { entries } = await read(
        rss(hoodie('Black', 'XS', a), hoodie('Gray', 'M', b), item(c), hoodie('Red', 'L', d)),
      );
      expect(entries.map(({ product }) => product.id)).toEqual(['H', 'A1']);
    }),
  ));

test("a group's id that is another item's id makes two products with two ids", async () => {
  const { entries } = await read(rss(item({ id: 'H' }), hoodie('Black', 'XS'), item({ id: 'item:H' })));
  expect(entries.map(({ product }) => [product.id, product.title])).toEqual([
    ['item:item:H', 'Lamp'],
    ['H', 'Chaz Hoodie - Black XS'],
    ['item:H', 'Lamp'],
  ]);
});

test('product ids never repeat, whatever ids and groups a feed has', async () => {
  const id = fc.constantFrom('a', 'b', 'item:a', 'item:item:a', 'item:b');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(id, fc.option(id, { nil: undefined })), { minLength: 1 }), async (items) => {
      const { entries } = await read(rss(...items.map(([id, group]) => item({ id, item_group_id: group }))));
      expect(new Set(entries.map(({ product }) => product.id)).size).toBe(entries.length);
    }),
  );
});

const title = async (...variants: [title: string, traits: Record<string, string>][]) => {
  const { product } = await readOne(
    ...variants.map(([title, traits], index) => item({ id: `${index}`, item_group_id: 'G', title, ...traits })),
  );
  return product.title;
};

test.each([
  [
    'Hoodie',
    [
      ['Hoodie - Black XS', { color: 'Black', size: 'XS' }],
      ['Hoodie - Gray M', { color: 'Gray', size: 'M' }],
    ],
  ],
  [
    'Hoodie',
    [
      ['Hoodie (Dark Blue / S)', { color: 'Dark Blue', size: 'S' }],
      ['Hoodie (Blue / M)', { color: 'Blue', size: 'M' }],
    ],
  ],
  [
    'Hoodie, for Men',
    [
      ['Hoodie, Black, for Men', { color: 'black' }],
      ['Hoodie, Gray, for Men', { color: 'gray' }],
    ],
  ],
  [
    'Red Bull Cap',
    [
      ['Red Bull Cap - Red S', { color: 'Red', size: 'S' }],
      ['Red Bull Cap - Red M', { color: 'Red', size: 'M' }],
    ],
  ],
  [
    'Red Bull Cap',
    [
      ['Red Bull Cap S', { color: 'Red', size: 'S' }],
      ['Red Bull Cap M', { color: 'Red', size: 'M' }],
    ],
  ],
  [
    "Men's Warm-Up Pant",
    [
      ["Men's Warm-Up Pant S", { size: 'S' }],
      ["Men's Warm-Up Pant M", { size: 'M' }],
    ],
  ],
  [
    'Shirt',
    [
      ['Shirt Cotton', { material: 'Cotton' }],
      ['Shirt Linen', { material: 'Linen' }],
    ],
  ],
  [
    'Cotton Shirt',
    [
      ['Cotton Shirt S', { size: 'S', material: 'Cotton' }],
      ['Cotton Shirt M', { size: 'M', material: 'Cotton' }],
    ],
  ],
  [
    'Lamp',
    [
      ['Lamp', { color: 'Red' }],
      ['Lamp', { color: 'Blue' }],
    ],
  ],
  ['Black Forest Ham', [['Black Forest Ham', { color: 'Black' }]]],
  [
    'Desk Oak',
    [
      ['Desk Oak', { color: 'Oak' }],
      ['Writing table Pine', { color: 'Pine' }],
    ],
  ],
  [
    'Black',
    [
      ['Black', { color: 'Black' }],
      ['White', { color: 'White' }],
    ],
  ],
] as const)('%j is the title of %j', async (expected, variants) => {
  expect(await title(...(variants as unknown as [string, Record<string, string>][]))).toBe(expected);
});
