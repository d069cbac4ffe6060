import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../../../../connector/catalog/catalog-entry.ts';
import { isPresentable } from '../../../../connector/catalog/to-wire.ts';
import { productNode } from '../../../../connector/sources/shopify/answers.ts';
import { entryOf } from '../../../../connector/sources/shopify/entry-of.ts';
import { nodeWith, variantWith } from './played-shops.ts';

const mapped = (given: Record<string, unknown> = {}, productUrl?: string) =>
  entryOf(productNode.parse(nodeWith(given)), productUrl);
const entry = (given: Record<string, unknown> = {}, productUrl?: string) => mapped(given, productUrl) as CatalogEntry;
const product = (variant: Record<string, unknown>) =>
  entry({ selectedOrFirstAvailableVariant: variantWith(variant) }).product;
const euros = (amount: unknown, currencyCode: unknown = 'EUR') => ({ amount, currencyCode });
const list = (...nodes: unknown[]) => ({ pageInfo: { hasNextPage: false }, nodes });

describe('a product of Shopify', () => {
  it('is mapped whole', () => {
    expect(entry()).toEqual({
      product: {
        ...{ id: '8100000000001', title: 'Moka pot', brand: 'Refuge', description: 'For three cups' },
        ...{ url: 'https://shop.example/products/moka-pot', imageUrl: 'https://cdn.example/moka.jpg' },
        ...{ available: true, price: { amount: 14.25, currency: 'EUR' }, reference: 'MOKA-3' },
        ...{ salePrice: null, specialPrice: null, shortDescription: null },
      },
      categoryPaths: [['Coffee']],
      references: ['8100000000001', 'moka-pot', 'MOKA-3', '3700000000011', '41'],
      variantText: 'Kitchen',
    });
  });

  it.each([
    ['a compare-at price above it', euros('18.0'), 18, 14.25],
    ['none', null, 14.25, null],
    ['one below it', euros('6.99'), 14.25, null],
    ['the same', euros('14.250'), 14.25, null],
    ['zero', euros('0.0'), 14.25, null],
    ['one of another currency', euros('18.0', 'USD'), 14.25, null],
    ['a text that is none', euros('n/a'), 14.25, null],
  ])('is on sale only by a higher price: with %s', (_, compareAtPrice, price, sale) => {
    const { price: shown, salePrice } = product({ compareAtPrice });
    expect([shown.amount, salePrice?.amount ?? null]).toEqual([price, sale]);
  });

  it.each([
    [euros('18.0'), 18],
    [euros(18), 18],
    [euros('1299', 'JPY'), 1299],
    [euros('0.0'), 0],
    [euros('12.345', 'KWD'), 12.345],
  ])('costs what %j says', (price, amount) => expect(product({ price }).price.amount).toBe(amount));

  it.each<[string, Record<string, unknown>]>([
    ['missing_title', { title: ' <b></b> ' }],
    ['missing_title', { title: null }],
    ['missing_page', { onlineStoreUrl: '/products/moka-pot' }],
    ['missing_page', { onlineStoreUrl: null }],
    ['missing_picture', { featuredImage: null }],
    ['bad_address', { featuredImage: { url: 'moka.jpg' } }],
    ['bad_address', { featuredImage: { url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' } }],
    ['bad_address', { onlineStoreUrl: 'mailto:shop@shop.example' }],
    ['missing_price', { selectedOrFirstAvailableVariant: null }],
    ...[null, euros('-1'), euros(''), euros(null), euros('1e999'), euros('1', 'USDC'), euros('1', null), 5].map(
      (price): [string, Record<string, unknown>] => [
        'missing_price',
        { selectedOrFirstAvailableVariant: variantWith({ price }) },
      ],
    ),
  ])('is left out as %s: %j', (problem, given) => expect(mapped(given)).toBe(problem));

  it('has the picture, link, stock and reference of one variant', () => {
    const image = { url: 'https://cdn.example/red.jpg' };
    const variant = variantWith({ id: 'gid://shopify/ProductVariant/42', sku: 'RED', image, availableForSale: false });
    const nodes = [
      { id: 'gid://shopify/ProductVariant/41', title: 'Blue / 38', sku: 'BLUE', barcode: null },
      { id: 'gid://shopify/ProductVariant/42', title: 'Red / 38', sku: 'RED', barcode: ' 370 ' },
      'odd',
    ];
    const of = entry({ selectedOrFirstAvailableVariant: variant, variants: list(...nodes), productType: '' });
    expect(of.product).toMatchObject({ imageUrl: image.url, reference: 'RED', available: false });
    expect(of.product.url).toBe('https://shop.example/products/moka-pot?variant=42');
    expect(of.references).toEqual(['8100000000001', 'moka-pot', 'BLUE', '41', 'RED', '370', '42']);
    expect(of.variantText).toBe('Blue 38 Red');
  });

  it('keeps the query that a page has, as a market’s', () => {
    const variants = list({ id: '1', title: 'S' }, { id: '2', title: 'M' });
    const of = entry({ variants, onlineStoreUrl: 'https://shop.example/fr/products/moka-pot?country=FR' });
    expect(of.product.url).toBe('https://shop.example/fr/products/moka-pot?country=FR&variant=41');
  });

  it('is linked to a storefront of the merchant’s own, whether the Online Store has a page or not', () => {
    const template = 'https://own.example/p/{handle}';
    expect(entry({ onlineStoreUrl: null }, template).product.url).toBe('https://own.example/p/moka-pot');
    expect(entry({ handle: 'thé/vert' }, template).product.url).toBe('https://own.example/p/th%C3%A9%2Fvert');
    expect(mapped({ handle: '' }, template)).toBe('missing_page');
  });

  it('stands on the shelves that a merchant made', () => {
    const collections = list(
      { handle: 'frontpage', title: 'Home page' },
      { handle: 'all', title: 'All' },
      { handle: 'tea', title: 'Thés &amp; tisanes' },
      { handle: 'tea-2', title: 'Thés & tisanes' },
      { handle: 'x', title: null },
      null,
    );
    expect(entry({ collections }).categoryPaths).toEqual([['Thés & tisanes']]);
  });

  it.each([
    ['a vendor that is null', { vendor: null }],
    ['a description that is null', { descriptionHtml: null }],
    ['unknown fields', { tags: 5 }],
    ['variants that make no sense', { variants: list(null, 5, {}) }],
  ])('is shown with %s', (_, given) => expect(isPresentable(entry(given).product)).toBe(true));

  it('never throws, nor has a price that is no number, whatever a record holds', () => {
    const odd = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>;
    const money = fc.record({ amount: odd, currencyCode: fc.oneof(fc.constant('EUR'), odd) });
    const variant = fc.record({ id: odd, sku: odd, price: fc.oneof(money, odd), compareAtPrice: money, image: odd });
    const record = fc.record(
      {
        ...{ title: odd, handle: odd, vendor: odd, productType: odd, descriptionHtml: odd, onlineStoreUrl: odd },
        ...{ featuredImage: odd, selectedOrFirstAvailableVariant: fc.oneof(variant, odd) },
        ...{ variants: odd.map((node) => list(node)), collections: odd.map((node) => list(node)), id: odd },
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(record, (given) => {
        const { data } = productNode.safeParse(nodeWith(given));
        const of = data && entryOf(data, undefined);
        if (typeof of === 'object') expect(isPresentable(of.product)).toBe(true);
      }),
    );
  });
});
