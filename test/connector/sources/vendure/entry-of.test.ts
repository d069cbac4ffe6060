import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPresentable } from '../../../../connector/catalog/to-wire.ts';
import { entryOf } from '../../../../connector/sources/vendure/entry-of.ts';

const settings = { apiUrl: 'https://api.shop.example/shop-api', productUrl: 'https://shop.example/p/{slug}' };
const paths = new Map([
  ['2', ['Cuisine']],
  ['3', ['Cuisine', 'Café']],
]);
const mapping = { settings, pathOf: (id: string) => paths.get(id) };

const variant = {
  id: '7',
  sku: 'MOKA-3',
  name: 'Moka pot 3 cups',
  priceWithTax: 2990,
  currencyCode: 'EUR',
  stockLevel: 'IN_STOCK',
  featuredAsset: null,
};
const record = {
  id: '4',
  name: 'Moka pot',
  slug: 'moka-pot',
  description: '<p>Strong &amp; simple</p>',
  featuredAsset: { preview: 'https://api.shop.example/assets/preview/aa/moka__preview.jpg' },
  variants: [variant],
  facetValues: [
    { name: 'Aluminium', facet: { code: 'material' } },
    { name: 'Bialli', facet: { code: 'brand' } },
  ],
  collections: [{ id: '2' }, { id: '3' }],
};
const entryWith = (change: object) => {
  const entry = entryOf({ ...record, ...change }, mapping);
  if (typeof entry === 'string') throw new Error(entry);
  return entry;
};
const withVariants = (...changes: object[]) =>
  entryWith({ variants: changes.map((change) => ({ ...variant, ...change })) });

describe('a product of Vendure', () => {
  it('is one entry, whole', () => {
    expect(entryWith({})).toEqual({
      product: {
        id: '4',
        title: 'Moka pot',
        brand: 'Bialli',
        description: 'Strong & simple',
        shortDescription: null,
        url: 'https://shop.example/p/moka-pot',
        imageUrl: 'https://api.shop.example/assets/preview/aa/moka__preview.jpg?preset=medium',
        price: { amount: 29.9, currency: 'EUR' },
        salePrice: null,
        specialPrice: null,
        available: true,
        reference: 'MOKA-3',
      },
      categoryPaths: [['Cuisine'], ['Cuisine', 'Café']],
      references: ['MOKA-3', 'moka-pot'],
      variantText: 'Moka pot 3 cups\nAluminium',
    });
  });

  it('shows the cheapest variant that is there, and is found by the others', () => {
    const { product, references, variantText } = withVariants(
      { sku: 'A', name: 'Red', priceWithTax: 900, stockLevel: 'OUT_OF_STOCK' },
      { sku: 'B', name: 'Green', priceWithTax: 1200 },
      { sku: 'C', name: 'Blue', priceWithTax: 1100, featuredAsset: { preview: 'https://cdn.example/blue.png' } },
    );
    expect(product).toMatchObject({ reference: 'C', available: true, price: { amount: 11 } });
    expect(product.imageUrl).toBe('https://cdn.example/blue.png?preset=medium');
    expect(references).toEqual(['A', 'B', 'C', 'moka-pot']);
    expect(variantText).toBe('Red\nGreen\nBlue\nAluminium');
  });

  it('shows the cheapest one where none is there', () => {
    const { product } = withVariants(
      { priceWithTax: 1200, stockLevel: 'OUT_OF_STOCK' },
      { sku: 'B', priceWithTax: 900, stockLevel: '0' },
    );
    expect(product).toMatchObject({ reference: 'B', available: false, price: { amount: 9 } });
  });

  it.each([
    ...(['IN_STOCK', 'LOW_STOCK', '3', 12, '2 left', '', null] as const).map((level) => [level, true] as const),
    ...(['OUT_OF_STOCK', '0', 0, '-4', 'Out of stock', 'sold-out'] as const).map((level) => [level, false] as const),
  ])('with the stock level %j can be bought: %s', (stockLevel, available) => {
    expect(withVariants({ stockLevel }).product.available).toBe(available);
  });

  it.each([
    [undefined, 155880, 1558.8],
    ['0', 1200, 1200],
    ['3', 12345, 12.345],
    // A MoneyStrategy on bigint may give texts.
    ['2', '2990', 29.9],
  ])('with the precision %j and the price %j costs %d', (moneyPrecision, priceWithTax, amount) => {
    const entry = entryOf(
      { ...record, variants: [{ ...variant, priceWithTax }] },
      { ...mapping, settings: { ...settings, ...(moneyPrecision && { moneyPrecision }) } },
    );
    expect(entry).toMatchObject({ product: { price: { amount } } });
  });

  it.each([
    ['a record that is none', null, 'not_a_product'],
    ['no id', { ...record, id: null }, 'missing_id'],
    ['no name', { ...record, name: '  ' }, 'missing_title'],
    ['no slug', { ...record, slug: null }, 'missing_link'],
    ['no variant', { ...record, variants: [] }, 'missing_price'],
    ['no list of variants', { ...record, variants: null }, 'missing_price'],
    ['a price of nothing', { ...record, variants: [{ ...variant, priceWithTax: 0 }] }, 'missing_price'],
    ['no currency', { ...record, variants: [{ ...variant, currencyCode: null }] }, 'missing_price'],
    ['no picture', { ...record, featuredAsset: null }, 'missing_picture'],
    ['a picture that is no address', { ...record, featuredAsset: { preview: 'data:image/png,' } }, 'missing_picture'],
  ])('is left out for %s, and counted', (_, odd, problem) => {
    expect(entryOf(odd, mapping)).toBe(problem);
  });

  it.each([
    ['/assets/a.jpg', 'https://api.shop.example/assets/a.jpg?preset=medium'],
    ['source\\b6\\b.jpg', 'https://api.shop.example/source/b6/b.jpg?preset=medium'],
    ['https://cdn.example/a.jpg?sig=1', 'https://cdn.example/a.jpg?sig=1'],
  ])('has the picture %j by its address', (preview, url) => {
    expect(entryWith({ featuredAsset: { preview } }).product.imageUrl).toBe(url);
  });

  it('takes a variant’s picture where it has none of its own', () => {
    const variants = [variant, { ...variant, featuredAsset: { preview: '/b.jpg' } }];
    expect(entryWith({ featuredAsset: null, variants }).product.imageUrl).toContain('/b.jpg');
  });

  it('takes what is odd beside the product for nothing', () => {
    const odd = { description: null, facetValues: [null, {}, { name: 7 }], collections: [{ id: 9 }, null, { id: 3 }] };
    const { product, categoryPaths, variantText } = entryWith({ ...odd, variants: [null, variant] });
    expect(product).toMatchObject({ brand: null, description: '' });
    expect(categoryPaths).toEqual([['Cuisine', 'Café']]);
    expect(variantText).toBe('Moka pot 3 cups\n7');
  });

  const anything = fc.anything({ maxDepth: 2 });
  const odd = fc.record(
    { id: anything, name: anything, slug: anything, description: anything, facetValues: anything },
    { requiredKeys: [] },
  );
  const oddVariant = fc.record({ priceWithTax: anything, currencyCode: anything, stockLevel: anything, sku: anything });

  it('whatever it is, is an entry that can be shown or a problem', () => {
    fc.assert(
      fc.property(odd, fc.array(fc.oneof(oddVariant, anything)), (change, variants) => {
        for (const each of [{ ...record, ...change }, { ...record, variants: [...variants, variant] }, change]) {
          const entry = entryOf(each, mapping);
          expect(typeof entry === 'string' ? entry : isPresentable(entry.product)).toBeTruthy();
        }
      }),
    );
  });
});
