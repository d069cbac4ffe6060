import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  categorySchema,
  parseCategoriesQuery,
  parseProductsQuery,
  productSchema,
} from '../../../connector/contract/catalog.ts';
import { Problem } from '../../../connector/errors.ts';
import { runs } from '../../helpers/runs.ts';

fc.configureGlobal({ seed: 1 });

type Parse = (rawQuery: string) => unknown;
const both: [string, Parse][] = [
  ['categories', parseCategoriesQuery],
  ['products', parseProductsQuery],
];

function refusedField(parse: Parse, rawQuery: string): string | undefined {
  try {
    parse(rawQuery);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.code).toBe('invalid_request');
    expect(error.message).toContain(error.field);
    return error.field;
  }
  return undefined;
}

describe.each(both)('a query of %s', (_, parse) => {
  test.each([
    '',
    'idWebsite=',
    'idWebsite',
    'idWebsite=+',
    'idwebsite=ha-1',
    'idWebsite=1',
    'idWebsite=ha-0',
    'idWebsite=ha-1x',
  ])('needs a website: %j', (query) => {
    expect(refusedField(parse, query)).toBe('idWebsite');
  });

  test('has one website', () => {
    expect(refusedField(parse, 'idWebsite=ha-1&idWebsite=ha-2')).toBe('idWebsite');
    expect(parse('idWebsite=ha-1&idWebsite=ha-1')).toMatchObject({ website: 'ha-1' });
    expect(parse('idWebsite=+HA-1%20')).toMatchObject({ website: 'ha-1' });
  });

  test('may have parameters that nobody documented', () => {
    expect(parse('idWebsite=ha-1&idOperator=9999&idOperator=x&foo[bar]=1&=&&%zz;')).toMatchObject({ website: 'ha-1' });
  });

  test.each([
    ['c008849d-7cb1-40ca-9503-d6df2c5cddd8', 'c008849d-7cb1-40ca-9503-d6df2c5cddd8'],
    ['anything', 'anything'],
    ['', undefined],
    ['x'.repeat(101), undefined],
  ])('has a connector version that is never refused: %.40s', (version, read) => {
    expect(parse(`idWebsite=ha-1&idConnectorVersion=${version}`)).toMatchObject({ connectorVersion: read });
    expect(refusedField(parse, `idWebsite=ha-1&idConnectorVersion=a&idConnectorVersion=${version}`)).toBeUndefined();
  });

  test.each([
    ['0', 0],
    ['007', 7],
    ['20', 20],
    ['9007199254740993', Number.MAX_SAFE_INTEGER],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
  ])('has an offset: %.30s', (offset, read) => {
    expect(parse(`idWebsite=ha-1&offset=${offset}`)).toMatchObject({ offset: read });
    expect(parse('idWebsite=ha-1')).toMatchObject({ offset: 0 });
  });

  const notWhole = [
    '',
    '-1',
    '%2B1',
    '+1',
    '1+',
    '1.0',
    '1e1',
    '0x1',
    'ten',
    'NaN',
    'Infinity',
    'null',
    '١',
    '1,0',
    '1%00',
    '1%0A',
  ];

  test.each(notWhole)('has no offset %j and no limit either', (number) => {
    expect(refusedField(parse, `idWebsite=ha-1&offset=${number}`)).toBe('offset');
    expect(refusedField(parse, `idWebsite=ha-1&limit=${number}`)).toBe('limit');
  });

  test('says a parameter once, or the same twice', () => {
    expect(refusedField(parse, 'idWebsite=ha-1&limit=1&limit=2')).toBe('limit');
    expect(parse('idWebsite=ha-1&limit=2&limit=2')).toMatchObject({ limit: 2 });
  });

  test('is at most 8 kB', () => {
    expect(refusedField(parse, `idWebsite=ha-1&x=${'x'.repeat(8_175)}`)).toBeUndefined();
    expect(refusedField(parse, `idWebsite=ha-1&x=${'x'.repeat(8_176)}`)).toBe('query');
    expect(refusedField(parse, `idWebsite=ha-1&x=${'é'.repeat(4_096)}`)).toBe('query');
  });

  test('is a problem or a query for any text', () => {
    const name = fc.constantFrom('idWebsite', 'limit', 'offset', 'idParent', 'idCategory', 'searchQuery', '__proto__');
    const pair = fc.tuple(name, fc.string({ unit: 'binary' })).map(([key, value]) => `${key}=${value}`);
    const query = fc.array(fc.oneof(pair, fc.string({ unit: 'binary' })), { maxLength: 6 });
    fc.assert(
      fc.property(query, (parts) => {
        refusedField(parse, ['idWebsite=ha-1', ...parts].join('&'));
        refusedField(parse, parts.join('&'));
      }),
      { numRuns: runs(500, 10_000) },
    );
  });
});

describe('a query of categories', () => {
  const parse = (rest: string) => parseCategoriesQuery(`idWebsite=ha-1${rest}`);

  test.each([
    ['', undefined],
    ['&idParent=', null],
    ['&idParent', null],
    ['&idParent=null', null],
    ['&idParent=12', '12'],
    ['&idParent=NULL', 'NULL'],
    ['&idParent=a%20%3E+%C3%A9', 'a > é'],
    [`&idParent=${'x'.repeat(500)}`, 'x'.repeat(500)],
  ])('with %.40j has this parent', (rest, parentId) => {
    expect(parse(rest).parentId).toBe(parentId);
  });

  test.each([
    ['', undefined],
    ['&limit=1', 1],
    ['&limit=1000', 1_000],
  ])('with %j has this limit', (rest, limit) => {
    expect(parse(rest).limit).toBe(limit);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    [`limit=${'9'.repeat(400)}`, 'limit'],
    [`idParent=${'x'.repeat(501)}`, 'idParent'],
    ['idParent=1&idParent=2', 'idParent'],
  ])('is refused with %.40s', (rest, field) => {
    expect(refusedField(parseCategoriesQuery, `idWebsite=ha-1&${rest}`)).toBe(field);
  });

  test('reads nothing else', () => {
    expect(parse('&limit=10&offset=5&searchQuery=x')).toStrictEqual({
      website: 'ha-1',
      connectorVersion: undefined,
      parentId: undefined,
      limit: 10,
      offset: 5,
    });
  });
});

describe('a query of products', () => {
  const parse = (rest: string) => parseProductsQuery(`idWebsite=ha-1${rest}`);

  test('has twenty products from the first, unless it says otherwise', () => {
    expect(parse('')).toStrictEqual({
      website: 'ha-1',
      connectorVersion: undefined,
      categoryId: undefined,
      text: undefined,
      limit: 20,
      offset: 0,
    });
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    [`searchQuery=${'x'.repeat(501)}`, 'searchQuery'],
    ['searchQuery=a&searchQuery=b', 'searchQuery'],
    [`search[default][contains]=${'x'.repeat(501)}`, 'search[default][contains]'],
    [`idCategory=${'x'.repeat(501)}`, 'idCategory'],
  ])('is refused with %.40s', (rest, field) => {
    expect(refusedField(parseProductsQuery, `idWebsite=ha-1&${rest}`)).toBe(field);
  });

  test.each([
    ['searchQuery=sac', 'sac'],
    ['searchQuery=+%C3%A9t%C3%A9+rouge%20', 'été rouge'],
    ['searchQuery=été', 'été'],
    ['searchQuery=%F0%9F%91%9C', '👜'],
    ['searchQuery=C%2B%2B', 'C++'],
    ['searchQuery=a%26b%3Dc', 'a&b=c'],
    ['searchQuery=', undefined],
    ['searchQuery=+%20%09', undefined],
    ['search[default][contains]=sac', 'sac'],
    ['search%5Bdefault%5D%5Bcontains%5D=sac', 'sac'],
    ['search[default][contains]=old&searchQuery=new', 'new'],
    ['search[default][contains]=old&searchQuery=', 'old'],
    ['search[other][contains]=x', undefined],
    [`searchQuery=${'x'.repeat(500)}`, 'x'.repeat(500)],
  ])('with %.60s searches for it', (rest, text) => {
    expect(parse(`&${rest}`).text).toBe(text);
  });

  test.each([
    ['idCategory=12', '12'],
    ['idCategory=', undefined],
    ['idCategory=+12', ' 12'],
  ])('with %j is of this category', (rest, categoryId) => {
    expect(parse(`&${rest}`).categoryId).toBe(categoryId);
  });

  test('keeps a raw character beside a malformed escape', () => {
    expect(parse('&searchQuery=ł%21%').text).toBe('ł!%');
    expect(refusedField(parseProductsQuery, 'idWebsite=ha-ı%30%')).toBe('idWebsite');
  });

  test('reads back any search, however it is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), fc.nat({ max: 100_000 }), (typed, offset) => {
        const query = new URLSearchParams({ searchQuery: typed, offset: `${offset}` });
        const expected = { text: typed.trim() || undefined, offset };
        expect(parse(`&${query}`)).toMatchObject(expected);
        expect(parse(`&searchQuery=${encodeURIComponent(typed)}&offset=${offset}`)).toMatchObject(expected);
      }),
    );
  });
});

describe('the answers', () => {
  const category = { id: '1', idParent: null, label: 'Sacs', products: null, productsCount: 0 };
  const product = {
    id: '1',
    title: 'Sac',
    productUrl: 'https://shop.example/sac?a=é',
    brand: null,
    description: '',
    shortDescription: null,
    available: true,
    imageUrl: 'http://localhost:3002/sac.svg',
    reference: null,
    priceCatalog: '99,90 €',
    pricePromotion: null,
    priceSpecial: null,
  };
  const isCategory = (change: object) => z.safeParse(categorySchema, { ...category, ...change }).success;
  const isProduct = (change: object) => z.safeParse(productSchema, { ...product, ...change }).success;

  test('are what is documented', () => {
    expect(isCategory({})).toBe(true);
    expect(isCategory({ idParent: '2', products: ['a'], productsCount: 3 })).toBe(true);
    expect(isProduct({})).toBe(true);
    expect(isProduct({ brand: '', reference: 'R', pricePromotion: '90 €', priceSpecial: '80 €' })).toBe(true);
  });

  test.each([
    { id: 1 },
    { id: '' },
    { idParent: undefined },
    { label: null },
    { productsCount: -1 },
    { productsCount: 1.5 },
    { products: [1] },
    { name: 'x' },
  ])('have no category with %j', (change) => {
    expect(isCategory(change)).toBe(false);
  });

  test.each(Object.keys(product))('have no product without %s', (field) => {
    expect(isProduct({ [field]: undefined })).toBe(false);
  });

  test.each([
    { id: 1 },
    { title: '' },
    { available: 'true' },
    { available: null },
    { description: null },
    { priceCatalog: 99.9 },
    { pricePromotion: '' },
    { currency: 'EUR' },
    ...[
      '/sac',
      '//shop.example/sac',
      'shop.example/sac',
      'ftp://shop.example',
      'javascript:alert(1)',
      'https://',
      'https://a b/',
      ' https://a/',
      '',
    ].map((productUrl) => ({ productUrl })),
    { imageUrl: 'data:image/png;base64,AA' },
    { imageUrl: null },
  ])('have no product with %j', (change) => {
    expect(isProduct(change)).toBe(false);
  });
});
