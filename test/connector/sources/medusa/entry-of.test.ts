import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPresentable } from '../../../../connector/catalog/to-wire.ts';
import { entryOf } from '../../../../connector/sources/medusa/entry-of.ts';

const settings = {
  apiUrl: 'https://api.shop.example',
  publishableKey: 'pk_sample',
  productPage: 'https://shop.example/fr/products/{handle}',
};
const paths: Record<string, string[]> = { pcat_1: ['Kitchen', 'Coffee'] };
const around = { settings, pathOf: (id: string) => paths[id] };
const calculated = (amount: unknown, more: object = {}) => ({
  calculated_price: { calculated_amount: amount, original_amount: amount, currency_code: 'eur', ...more },
});
const sale = (now: number, before: number, type: string | null = 'sale') =>
  calculated(now, { original_amount: before, calculated_price: { price_list_type: type } });
const pot = {
  id: 'prod_1',
  title: 'Moka pot',
  handle: 'moka-pot',
  description: '<p>For <b>three</b> cups</p>',
  thumbnail: 'https://pictures.example/pot.jpg',
  variants: [{ id: 'variant_1', sku: 'POT-3', ...calculated(29.9) }],
};
const read = (more: object) => entryOf({ ...pot, ...more }, around);
const productOf = (more: object) => {
  const entry = read(more);
  if (typeof entry === 'string') throw new Error(entry);
  return entry.product;
};
const ofVariants = (...variants: object[]) =>
  productOf({
    variants: variants.map((variant, index) => ({ id: `variant_${index}`, sku: `SKU-${index}`, ...variant })),
  });

describe('a product of Medusa', () => {
  it('is what its storefront shows', () => {
    expect(read({ categories: [{ id: 'pcat_1' }, { id: 'pcat_internal' }], metadata: { brand: 'Cairn' } })).toEqual({
      product: {
        ...{ id: 'prod_1', title: 'Moka pot', brand: 'Cairn', description: 'For three cups', shortDescription: null },
        ...{ url: 'https://shop.example/fr/products/moka-pot', imageUrl: 'https://pictures.example/pot.jpg' },
        ...{ available: true, reference: 'POT-3', price: { amount: 29.9, currency: 'EUR' } },
        ...{ salePrice: null, specialPrice: null },
      },
      categoryPaths: [['Kitchen', 'Coffee']],
      references: ['prod_1', 'moka-pot', 'POT-3', 'variant_1'],
      variantText: '',
    });
  });

  it.each<[string, object[], object]>([
    [
      'the cheapest variant',
      [calculated(12), calculated(10), calculated(11)],
      { reference: 'SKU-1', price: { amount: 10, currency: 'EUR' } },
    ],
    ['the first of the cheapest', [calculated(10), calculated(10)], { reference: 'SKU-0' }],
    [
      'the cheapest that can be bought',
      [{ ...calculated(10), manage_inventory: true, inventory_quantity: 0 }, calculated(11)],
      { reference: 'SKU-1', available: true, price: { amount: 11, currency: 'EUR' } },
    ],
    [
      'the cheapest of those that are sold out',
      [11, 10].map((amount) => ({ ...calculated(amount), manage_inventory: true, inventory_quantity: 0 })),
      { reference: 'SKU-1', available: false },
    ],
    [
      'one that has a price in the region',
      [{ calculated_price: null }, calculated(null), calculated(5)],
      { reference: 'SKU-2' },
    ],
    [
      'a sale',
      [calculated(12), sale(8, 10)],
      { price: { amount: 10, currency: 'EUR' }, salePrice: { amount: 8, currency: 'EUR' } },
    ],
    ['no sale by an override', [sale(8, 10, 'override')], { price: { amount: 8, currency: 'EUR' }, salePrice: null }],
    ['no sale that is dearer', [sale(12, 10)], { price: { amount: 12, currency: 'EUR' }, salePrice: null }],
    [
      'no sale without a list',
      [calculated(8, { original_amount: 10 })],
      { price: { amount: 8, currency: 'EUR' }, salePrice: null },
    ],
    [
      'taxes where Medusa tells them',
      [
        {
          calculated_price: {
            ...sale(8, 10).calculated_price,
            calculated_amount_with_tax: 9.6,
            original_amount_with_tax: 12,
          },
        },
      ],
      { price: { amount: 12, currency: 'EUR' }, salePrice: { amount: 9.6, currency: 'EUR' } },
    ],
    ['amounts written as texts', [calculated('12.50')], { price: { amount: 12.5, currency: 'EUR' } }],
    ['nothing to pay', [calculated(0)], { price: { amount: 0, currency: 'EUR' } }],
  ])('shows %s', (_, variants, expected) => {
    expect(ofVariants(...variants)).toMatchObject(expected);
  });

  it.each<[object, boolean]>([
    [{ manage_inventory: false }, true],
    [{}, true],
    [{ manage_inventory: true, inventory_quantity: 3 }, true],
    [{ manage_inventory: true, inventory_quantity: '3' }, true],
    [{ manage_inventory: true, inventory_quantity: 0 }, false],
    [{ manage_inventory: true, inventory_quantity: -2 }, false],
    [{ manage_inventory: true, inventory_quantity: null }, false],
    [{ manage_inventory: true }, false],
    [{ manage_inventory: true, allow_backorder: true, inventory_quantity: 0 }, true],
  ])('with the stock %j is available: %s', (stock, available) => {
    expect(ofVariants({ ...calculated(5), ...stock }).available).toBe(available);
  });

  it.each<[string, object]>([
    ['missing_title', { title: ' ' }],
    ['missing_title', { title: null }],
    ['missing_link', { handle: null }],
    ['missing_price', { variants: [] }],
    ['missing_price', { variants: null }],
    ['missing_price', { variants: [{ id: 'variant_1', ...calculated(-1) }] }],
    ['missing_price', { variants: [{ id: 'variant_1', ...calculated(5, { currency_code: null }) }] }],
    ['missing_picture', { thumbnail: null, images: [] }],
    ['missing_picture', { thumbnail: 'javascript:alert(1)' }],
    ['unreadable', { id: null }],
  ])('is counted as %s: %j', (problem, more) => {
    expect(read(more)).toBe(problem);
  });

  it.each<[string, object]>([
    [
      'https://pictures.example/2.jpg',
      { thumbnail: null, images: [null, {}, { url: 'https://pictures.example/2.jpg' }] },
    ],
    ['https://api.shop.example/static/3.jpg', { thumbnail: '/static/3.jpg' }],
  ])('has the picture %s', (url, more) => {
    expect(productOf(more).imageUrl).toBe(url);
  });

  it.each([
    ['Neck: round\nFit: regular, < 40', 'Neck: round\nFit: regular, < 40'],
    ['Tom &amp; Jerry\nFit', 'Tom & Jerry\nFit'],
    ['<p>Neck:\nround</p><p>Fit</p>', 'Neck: round\nFit'],
    [null, ''],
  ])('described as %j reads %j', (description, expected) => {
    expect(productOf({ description }).description).toBe(expected);
  });

  it('has a title on one line, of a length that can be shown, and references that are numbers', () => {
    const { title, reference } = productOf({ title: 'Moka<br>pot', variants: [{ ...pot.variants[0], sku: 4711 }] });
    expect([title, reference]).toEqual(['Moka pot', '4711']);
    expect(productOf({ title: 'x'.repeat(5_000) }).title).toHaveLength(500);
  });

  it('is found by what every variant is called, and not by what Medusa calls an only one', () => {
    const entry = read({
      variants: [
        {
          ...pot.variants[0],
          title: 'Red / 3 cups',
          options: [{ value: 'Red' }, { value: '3 cups' }],
          ean: '4006381333931',
        },
        { id: 'variant_2', title: 'Default variant', options: [{ value: 'Default option value' }], barcode: 'B-2' },
      ],
      tags: [{ value: 'new-arrival' }],
      type: { value: 'Maker' },
    });
    expect(entry).toMatchObject({
      variantText: 'Red 3 cups Red / 3 cups Maker new-arrival',
      references: ['prod_1', 'moka-pot', 'POT-3', '4006381333931', 'variant_1', 'B-2', 'variant_2'],
    });
  });

  it('of a shop without categories lies in its collection', () => {
    const collected = { ...pot, collection: { title: 'Bivouac' }, categories: [{ id: 'pcat_internal' }] };
    expect(entryOf(collected, { settings, pathOf: undefined })).toMatchObject({ categoryPaths: [['Bivouac']] });
    expect(entryOf(pot, { settings, pathOf: undefined })).toMatchObject({ categoryPaths: [] });
    expect(entryOf(collected, around)).toMatchObject({ categoryPaths: [] });
  });

  const keys = [...Object.keys(pot), 'images', 'metadata', 'categories', 'tags', 'type', 'collection', 'subtitle'];

  it('never throws, whatever stands in its place', () => {
    const odd = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(odd, fc.constantFrom(pot, {}), (more, base) => {
        const entry = entryOf({ ...base, ...more }, around);
        if (typeof entry !== 'string') expect(isPresentable(entry.product)).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.jsonValue(), (record) => void entryOf(record, around)));
  });

  it('never has a price that is no number, nor a sale above its price', () => {
    const amount = fc.oneof(fc.double(), fc.string(), fc.constant(null), fc.nat().map(String));
    const odd = fc.record({ calculated_amount: amount, original_amount: amount, calculated_amount_with_tax: amount });
    fc.assert(
      fc.property(fc.array(odd), fc.boolean(), (prices, onSale) => {
        const entry = read({
          variants: prices.map((price, at) => ({
            id: at,
            ...calculated(1, { ...price, calculated_price: { price_list_type: onSale ? 'sale' : null } }),
          })),
        });
        if (typeof entry === 'string') return;
        const { price, salePrice } = entry.product;
        expect(Number.isFinite(price.amount) && price.amount >= 0).toBe(true);
        if (salePrice) expect(salePrice.amount < price.amount && salePrice.amount >= 0).toBe(true);
      }),
    );
  });
});
