import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restProduct, restVariation, storeProduct } from '../../../../connector/sources/woocommerce/answers.ts';
import { pathsOfCategories } from '../../../../connector/sources/woocommerce/entry-of.ts';
import { entryOfRest } from '../../../../connector/sources/woocommerce/read-rest-api.ts';
import { entryOfStore } from '../../../../connector/sources/woocommerce/read-store-api.ts';

const paths = pathsOfCategories([
  { id: '5', name: 'Thé &amp; café', parent: '0' },
  { id: '6', name: 'Moulins &#8211; manuels', parent: '5' },
]);
const picture = { src: 'https://shop.example/mug.jpg' };
const common = {
  id: 7,
  name: 'Mug',
  type: 'simple',
  permalink: 'https://shop.example/mug/',
  sku: 'MUG',
  images: [picture],
};
const prices = {
  price: '1290',
  regular_price: '1290',
  sale_price: '1290',
  currency_code: 'EUR',
  currency_minor_unit: 2,
};
const inStore = { ...common, prices, is_purchasable: true, is_in_stock: true };
const inRest = { ...common, price: '12.90', regular_price: '12.90', purchasable: true, stock_status: 'instock' };

const ofStore = (changes: object, skus: string[] = []) =>
  entryOfStore(storeProduct.parse({ ...inStore, ...changes }), skus, paths);
const ofRest = (changes: object, variations: object[] = []) =>
  entryOfRest(
    restProduct.parse({ ...inRest, ...changes }),
    variations.map((each) => restVariation.parse(each)),
    'EUR',
    paths,
  );

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const strikes = '<del>16,90</del> <ins>12,90</ins>';

describe('a product of the Store API', () => {
  it.each([
    ['a filled sale price without a sale', {}, euros(12.9), null],
    [
      'a sale',
      { on_sale: true, price_html: strikes, prices: { ...prices, regular_price: '1690' } },
      euros(16.9),
      euros(12.9),
    ],
    [
      'a sale of a release without its HTML',
      { on_sale: true, prices: { ...prices, regular_price: '1690' } },
      euros(16.9),
      euros(12.9),
    ],
    [
      'a lower price that the shop strikes nothing out for',
      { on_sale: true, price_html: '12,90', prices: { ...prices, regular_price: '1690' } },
      euros(12.9),
      null,
    ],
    [
      'a sale of a shop that shows no prices',
      { on_sale: true, price_html: '', prices: { ...prices, regular_price: '1690' } },
      euros(12.9),
      null,
    ],
    [
      'a regular price that is no higher',
      { on_sale: true, price_html: strikes, prices: { ...prices, regular_price: '990' } },
      euros(12.9),
      null,
    ],
    [
      'a range of variants, some on sale',
      {
        on_sale: true,
        prices: { ...prices, regular_price: '1690', price_range: { min_amount: '990', max_amount: '4900' } },
      },
      euros(9.9),
      null,
    ],
    [
      'a group, which has only a range',
      {
        type: 'grouped',
        is_purchasable: false,
        prices: { ...prices, price: '0', price_range: { min_amount: '500', max_amount: '900' } },
      },
      euros(5),
      null,
    ],
    ['a gift', { prices: { ...prices, price: '0', regular_price: '0' } }, euros(0), null],
    [
      'a currency whose shop shows no decimals',
      { prices: { ...prices, price: '75000', currency_code: 'COP', currency_minor_unit: 0 } },
      { amount: 75_000, currency: 'COP' },
      null,
    ],
    [
      'a currency of three decimals',
      { prices: { ...prices, price: '48000', currency_code: 'BHD', currency_minor_unit: 3 } },
      { amount: 48, currency: 'BHD' },
      null,
    ],
    ['decimals as a text', { prices: { ...prices, currency_minor_unit: '2' } }, euros(12.9), null],
    ['numbers instead of texts', { prices: { ...prices, price: 1290, regular_price: 1290 } }, euros(12.9), null],
  ])('has the price of its listing: %s', (_, changes, price, salePrice) => {
    expect(ofStore(changes)).toMatchObject({ product: { price, salePrice } });
  });

  it.each([
    ['missing_price', { prices: { ...prices, price: '0' }, is_purchasable: false }],
    ['missing_price', { prices: { ...prices, currency_minor_unit: undefined } }],
    ['missing_price', { prices: null }],
    ['missing_price', { prices: { ...prices, price: '' } }],
    ['unknown_currency', { prices: { ...prices, currency_code: undefined } }],
    ['missing_title', { name: ' &nbsp; ' }],
    ['missing_picture', { images: [] }],
    ['bad_address', { permalink: 0 }],
    ['bad_address', { images: [{ src: 'https://' }] }],
    ['missing_price', { prices: { ...prices, currency_minor_unit: '' } }],
    ['missing_price', { prices: { ...prices, currency_minor_unit: 'two' } }],
    ['missing_price', { prices: { ...prices, currency_minor_unit: 2.5 } }],
    ['missing_price', { prices: { ...prices, currency_minor_unit: -2 } }],
  ])('is left out as %s: %j', (problem, changes) => expect(ofStore(changes)).toBe(problem));

  it.each([
    [true, {}],
    [false, { is_in_stock: false }],
    [false, { is_purchasable: false }],
    [true, { is_purchasable: false, type: 'external' }],
    [true, { is_purchasable: false, type: 'grouped' }],
    [false, { is_in_stock: false, type: 'external' }],
    [true, { is_purchasable: 1, is_in_stock: 'yes' }],
  ])('is available as its button says: %j: %j', (available, changes) => {
    expect(ofStore(changes)).toMatchObject({ product: { available } });
  });

  it.each([
    ['//cdn.example/mug.jpg', 'https://cdn.example/mug.jpg'],
    ['/wp-content/mug.jpg', 'https://shop.example/wp-content/mug.jpg'],
    [' https://shop.example/thé vert.jpg', 'https://shop.example/th%C3%A9%20vert.jpg'],
  ])('has the picture that a browser finds at %s', (src, imageUrl) => {
    expect(ofStore({ images: [{ src: '' }, { src }] })).toMatchObject({ product: { imageUrl } });
  });

  it('is found by the words and references of all its variants', () => {
    const attributes = [
      { name: 'Couleur', terms: [{ name: 'Bleu nuit' }, { name: 'Écru' }, null] },
      { name: 'Marque', terms: [{ name: 'Moka &amp; Cie' }] },
    ];
    const entry = ofStore({ type: 'variable', attributes, variations: [{ id: 71 }, { id: 72 }] }, [
      'MUG-B',
      'MUG-E',
      'MUG',
    ]);
    expect(entry).toMatchObject({
      product: { reference: 'MUG', brand: 'Moka & Cie' },
      variantText: 'Bleu nuit Écru Moka & Cie',
    });
    expect(entry).toMatchObject({ references: ['MUG', '7', 'MUG-B', 'MUG-E', '71', '72'] });
  });

  it('stands under the paths of its categories, in plain text', () => {
    const categories = [
      { id: 6, name: 'Moulins' },
      { id: 99, name: 'Soldes &amp; lots' },
      { id: 98, name: '' },
    ];
    const categoryPaths = [['Thé & café', 'Moulins – manuels'], ['Soldes & lots']];
    expect(ofStore({ categories })).toMatchObject({ categoryPaths });
  });

  it('is text, without the markup of the shop', () => {
    const texts = {
      name: 'Moulin &#8211; <em>manuel</em>',
      description: '',
      short_description: '<p>Grès&nbsp;émaillé</p><ul><li>35&nbsp;cl</li></ul>',
    };
    expect(ofStore(texts)).toMatchObject({
      product: {
        title: 'Moulin – manuel',
        description: 'Grès émaillé\n35 cl',
        shortDescription: 'Grès émaillé\n35 cl',
      },
    });
  });
});

describe('a product of the REST API', () => {
  const variable = { type: 'variable', price: '9.90', regular_price: '', on_sale: true };
  it.each([
    ['numbers', { price: 12.9, regular_price: 16.9, on_sale: true }, [], euros(16.9), euros(12.9)],
    [
      'of variants the lowest',
      variable,
      [{ price: '19.90' }, { price: '9.90', regular_price: '14.90' }],
      euros(9.9),
      null,
    ],
    [
      'of variants that cost the same',
      variable,
      [{ price: '9.90', regular_price: '14.90' }, { price: '' }],
      euros(14.9),
      euros(9.9),
    ],
    ['of variants that are unknown', variable, [], euros(9.9), null],
    ['a group that is on sale without a price to strike out', { ...variable, type: 'grouped' }, [], euros(9.9), null],
    [
      'a sale price above the regular one',
      { price: '17', regular_price: '12.89', sale_price: '26.73', on_sale: true },
      [],
      euros(17),
      null,
    ],
  ])('has the price of its listing: %s', (_, changes, variations, price, salePrice) => {
    expect(ofRest(changes, variations)).toMatchObject({ product: { price, salePrice } });
  });

  it.each([
    [true, { stock_status: 'onbackorder', backorders: 'no' }],
    [true, { purchasable: 1, manage_stock: 'parent', stock_quantity: '' }],
    [true, { stock_status: 'pre_order_of_a_plugin' }],
    [false, { stock_status: 'outofstock' }],
    [false, { purchasable: false }],
  ])('is available as its button says: %j: %j', (available, changes) => {
    expect(ofRest(changes)).toMatchObject({ product: { available } });
  });

  it('is found by the GTINs, too', () => {
    const variations = [{ id: 71, sku: 'MUG-B', global_unique_id: '4006381333931' }];
    const entry = ofRest({ ...variable, global_unique_id: 42, price: '9.90' }, variations);
    expect(entry).toMatchObject({ references: ['MUG', '7', '42', 'MUG-B', '4006381333931', '71'] });
  });

  it('is found by options that a plugin writes as numbers', () => {
    expect(ofRest({ attributes: [{ name: 'Size', options: [38, '40'] }] })).toMatchObject({ variantText: '38 40' });
  });

  it.each(['', 'free', '-3', '1e9', null])('has none for the price %j', (price) => {
    expect(ofRest({ price, regular_price: '' })).toBe('missing_price');
  });
});

it('whatever a plugin makes of a record, it is a product or a named problem', () => {
  const key = fc.constantFrom(...Object.keys({ ...storeProduct.shape, ...restProduct.shape }));
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue()), (changes) => {
      for (const entry of [ofStore(changes), ofRest(changes)]) {
        if (typeof entry === 'string') expect(entry).toMatch(/^[a-z_]+$/);
        else expect(entry.product.price.amount).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 150 },
  );
});
