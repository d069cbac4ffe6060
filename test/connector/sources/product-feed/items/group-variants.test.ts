import fc from 'fast-check';
import { expect, test } from 'vitest';
import { item, read, readOne, rss } from '../read-text.ts';

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

test('price and sale are those of the variant that is linked, also where another is cheaper', async () => {
  const seen = async (...items: string[]) => {
    const { url, price, salePrice, title } = (await readOne(...items)).product;
    return [url, price.amount, salePrice?.amount ?? null, title];
  };
  const dear = (over = {}) => hoodie('Black', 'XS', { price: '50 EUR', ...over });
  const onSale = (over = {}) => hoodie('Gray', 'M', { price: '60 EUR', sale_price: '40 EUR', ...over });
  const black = ['https://shop.example/Black-XS', 50, null, 'Chaz Hoodie - Black XS'];
  const gray = ['https://shop.example/Gray-M', 60, 40, 'Chaz Hoodie - Gray M'];
  expect(await seen(dear(), onSale())).toEqual(black);
  expect(await seen(onSale(), dear())).toEqual(gray);
  expect(await seen(dear(gone), onSale())).toEqual(gray);
  expect(await seen(dear(gone), onSale(gone))).toEqual(black);
});

test('a title is shared only by variants that cost the same', async () => {
  const title = async (...items: string[]) => (await readOne(...items)).product.title;
  const sale = { sale_price: '15 EUR' };
  expect(await title(hoodie('Black', 'XS'), hoodie('Gray', 'M'))).toBe('Chaz Hoodie');
  expect(await title(hoodie('Black', 'XS', sale), hoodie('Gray', 'M', sale))).toBe('Chaz Hoodie');
  expect(await title(hoodie('Black', 'XS'), hoodie('Gray', 'M', sale))).toBe('Chaz Hoodie - Black XS');
  expect(await title(hoodie('Black', 'XS'), hoodie('Gray', 'M', { price: '20 USD' }))).toBe('Chaz Hoodie - Black XS');
});

test('price, sale, link, reference and stock of a card are always those of one and the same item', () => {
  const variant = fc.record({
    price: fc.integer({ min: 1, max: 5 }),
    sale: fc.integer({ min: 1, max: 5 }),
    inStock: fc.boolean(),
  });
  return fc.assert(
    fc.asyncProperty(fc.array(variant, { minLength: 1, maxLength: 4 }), async (variants) => {
      const items = variants.map(({ price, sale, inStock }, i) =>
        hoodie('Black', `${i}`, { price: `${price} EUR`, sale_price: `${sale} EUR`, ...(inStock ? {} : gone) }),
      );
      const { product } = await readOne(...items);
      const lead = Math.max(
        0,
        variants.findIndex(({ inStock }) => inStock),
      );
      const { price, sale, inStock } = variants[lead]!;
      expect(product).toMatchObject({
        url: `https://shop.example/Black-${lead}`,
        reference: `H-Black-${lead}`,
        available: inStock,
        price: { amount: price },
        salePrice: sale < price ? { amount: sale } : null,
      });
    }),
  );
});

test.each(['0', '-', 'N/A', 'n/a', 'none', 'NULL', '.', '000'])(
  'a filler %j for a group makes no group',
  async (group) => {
    const { entries, report } = await read(
      rss(
        item({ id: 'a', title: 'Lamp', item_group_id: group }),
        item({ id: 'b', title: 'Chair', item_group_id: group }),
      ),
    );
    expect(entries.map(({ product }) => product.title)).toEqual(['Lamp', 'Chair']);
    expect(report.problems).toMatchObject({ filler_group: 2 });
  },
);

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
