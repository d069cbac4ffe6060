import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractViolations } from '../../../dev/desk/contract-violations.ts';
import type { Endpoint } from '../../../dev/desk/desk-api.ts';
import type { Exchange } from '../../../platform/exchange.ts';

interface Given {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  query?: string;
  sent?: unknown;
}

function exchangeOf(endpoint: Endpoint, { status = 200, headers, body, query = '', sent }: Given): Exchange {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return {
    request: {
      method: sent === undefined ? 'GET' : 'POST',
      url: `https://connector.example/${endpoint}${query && `?${query}`}`,
      headers: {},
      ...(sent !== undefined && { body: Buffer.from(JSON.stringify(sent)) }),
    },
    answer: {
      status,
      headers: { 'content-type': type, ...headers },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    },
    failure: null,
    milliseconds: 1,
  };
}

const violations = (endpoint: Endpoint, given: Given) => contractViolations(endpoint, exchangeOf(endpoint, given));
const fields = (endpoint: Endpoint, given: Given) => violations(endpoint, given).map(({ field }) => field);

const product = {
  ...{ id: 'p1', title: 'Tent', productUrl: 'https://shop.example/p1', brand: 'Acme', description: '' },
  ...{ shortDescription: null, available: true, imageUrl: 'https://shop.example/p1.jpg', reference: null },
  ...{ priceCatalog: '52.00 $', pricePromotion: '45.00 $', priceSpecial: null },
};
const category = { id: 'a', idParent: null, label: 'Tents', products: null, productsCount: 3 };
const problem = {
  type: 'about:blank',
  title: 'Not Found',
  status: 404,
  detail: 'No.',
  code: 'unknown_website',
  requestId: 'r',
};

describe('products', () => {
  it('a list of the contract keeps to it', () => {
    expect(violations('products', { body: [product, { ...product, id: 'p2' }] })).toEqual([]);
    expect(violations('products', { body: [] })).toEqual([]);
  });

  it('says which field, what the contract says and what came', () => {
    const third = { ...product, id: 'p3', imageUrl: '/a.jpg' };
    expect(violations('products', { body: [product, { ...product, id: 'p2' }, third] })).toEqual([
      { field: 'products[2].imageUrl', contract: 'an absolute http(s) URL', got: '"/a.jpg"' },
    ]);
  });

  it.for(Object.keys(product))('a product without %s is told', (name) => {
    const { [name as keyof typeof product]: _, ...rest } = product;
    expect(violations('products', { body: [rest] })).toContainEqual(
      expect.objectContaining({ field: `products[0].${name}`, got: 'missing' }),
    );
  });

  it.for<[field: string, value: unknown]>([
    ['id', 7],
    ['title', ''],
    ['available', 'true'],
    ['priceCatalog', 52],
    ['pricePromotion', '52.00 $'],
    ['brand', {}],
    ['productUrl', 'javascript:alert(1)'],
    ['description', '<p>Warm</p>'],
    ['color', 'red'],
  ])('a wrong %s is told', ([field, value]) => {
    expect(fields('products', { body: [{ ...product, [field]: value }] })).toEqual([`products[0].${field}`]);
  });

  it('tells repeated ids and a page that is longer than its limit', () => {
    expect(fields('products', { body: [product, product] })).toEqual(['products[1].id']);
    const two = [product, { ...product, id: 'p2' }];
    expect(fields('products', { body: two, query: 'limit=1' })).toEqual(['products']);
  });

  it('tells what is not a bare list, not JSON, or of another type', () => {
    expect(fields('products', { body: { products: [] } })).toEqual(['body']);
    expect(fields('products', { body: '<html>' })).toEqual(['body']);
    expect(fields('products', { body: [], headers: { 'content-type': 'text/html' } })).toEqual(['content-type']);
    expect(fields('products', { body: [], status: 204 })).toEqual(['status']);
  });

  it('never throws, and lists at most a hundred', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom<Endpoint>('products', 'categories', 'verification', 'health'),
        (body, of) => {
          expect(violations(of, { body }).length).toBeLessThanOrEqual(100);
          expect(violations(of, { body, status: 503 }).length).toBeLessThanOrEqual(100);
        },
      ),
    );
    expect(violations('products', { body: Array.from({ length: 200 }, () => null) })).toHaveLength(100);
  });
});

describe('categories', () => {
  const child = { ...category, id: 'b', idParent: 'a' };

  it('a parent stands before its children in the whole tree', () => {
    expect(violations('categories', { body: [category, child] })).toEqual([]);
    expect(violations('categories', { body: [child, category] })).toEqual([
      { field: 'categories[0].idParent', contract: 'the id of a category before it', got: '"a"' },
    ]);
  });

  it('the children of a category are its own, and roots are roots', () => {
    expect(violations('categories', { body: [child], query: 'idParent=a' })).toEqual([]);
    expect(fields('categories', { body: [child], query: 'idParent=c' })).toEqual(['categories[0].idParent']);
    expect(fields('categories', { body: [child], query: 'idParent=' })).toEqual(['categories[0].idParent']);
    expect(violations('categories', { body: [category], query: 'idParent=null' })).toEqual([]);
  });

  it('a count is a whole number', () => {
    expect(fields('categories', { body: [{ ...category, productsCount: '3' }] })).toEqual([
      'categories[0].productsCount',
    ]);
    expect(fields('categories', { body: [{ ...category, productsCount: -1 }] })).toEqual([
      'categories[0].productsCount',
    ]);
  });
});

describe('verification', () => {
  const sent2018 = [{ key: 'feedUrl', value: 'x' }];
  const sent2017 = [{ id: 'feedUrl', value: 'x', fieldType: 'TEXT' }];
  const valid2018 = { isStepValid: true, isValid: true, errors: [] };
  const valid2017 = { isValid: true, message: '60 products', fields: [] };

  it('is answered in the dialect of the request', () => {
    expect(violations('verification', { sent: sent2018, body: valid2018 })).toEqual([]);
    expect(violations('verification', { sent: sent2017, body: valid2017 })).toEqual([]);
    expect(fields('verification', { sent: sent2017, body: valid2018 })).toContain('fields');
    expect(fields('verification', { sent: sent2018, body: valid2017 })).toContain('isStepValid');
  });

  it('says one outcome under every name', () => {
    expect(fields('verification', { sent: sent2018, body: { ...valid2018, isValid: false } })).toEqual(['isValid']);
    const mute = { isStepValid: false, isValid: false, errors: [] };
    expect(violations('verification', { sent: sent2018, body: mute })).toEqual([
      { field: 'errors', contract: 'at least one error when not valid', got: '[]' },
    ]);
  });
});

it('a list of the form is never empty, and holds labels and values', () => {
  const option = { label: 'French', value: 'fr' };
  expect(violations('options', { body: [option] })).toEqual([]);
  for (const body of [[], {}, { options: [option] }, null]) expect(fields('options', { body })).toEqual(['body']);
  const body = [option, { label: '', value: 1, selected: true }];
  expect(fields('options', { body })).toEqual(['options[1].label', 'options[1].value', 'options[1].selected']);
  expect(fields('options', { status: 404, body: problem })).toEqual(['status']);
});

describe('refusals', () => {
  it('are problems of the contract', () => {
    expect(violations('products', { status: 404, body: problem })).toEqual([]);
    expect(fields('products', { status: 404, body: { message: 'Not Found' } })).toEqual(
      expect.arrayContaining(['code', 'detail', 'requestId']),
    );
    expect(fields('products', { status: 404, body: problem, headers: { 'content-type': 'application/json' } })).toEqual(
      ['content-type'],
    );
    expect(fields('products', { status: 409, body: problem })).toEqual(['status']);
  });

  it('say when to come back, and use statuses that the endpoint has', () => {
    const busy = { ...problem, status: 503, title: 'Service Unavailable', code: 'shop_throttled' };
    expect(fields('products', { status: 503, body: busy })).toEqual(['retry-after']);
    expect(violations('products', { status: 503, body: busy, headers: { 'retry-after': '30' } })).toEqual([]);
    expect(fields('webhooks', { status: 503, body: busy, headers: { 'retry-after': '30' } })).toEqual(['status']);
  });
});

it('health is UP, webhooks are taken with any 20x, and no answer is none', () => {
  expect(violations('health', { body: { status: 'UP' } })).toEqual([]);
  expect(violations('health', { body: { status: 'DOWN' } })).toHaveLength(1);
  expect(violations('webhooks', { body: '', status: 204 })).toEqual([]);
  expect(violations('webhooks', { body: '', status: 302 })).toHaveLength(1);
  expect(violations('availability', { body: 'anything', status: 201 })).toEqual([]);
  const silent: Exchange = { ...exchangeOf('health', { body: '' }), answer: null, failure: 'ECONNREFUSED' };
  expect(contractViolations('health', silent)).toEqual([
    { field: 'answer', contract: 'an answer within 30 s', got: 'ECONNREFUSED' },
  ]);
});

describe('the plugins', () => {
  const field = { id: 'a', label: 'A', value: 'https://shop.example/', fieldType: 'URL' };
  const input = { id: 'a', label: 'A', fieldType: 'TEXT', isRequired: false };

  it('keep the contract', () => {
    expect(violations('visitor-profile', { body: [field] })).toEqual([]);
    expect(violations('visitor-action', { body: { success: false }, sent: { action: 'X' } })).toEqual([]);
    expect(violations('closing-form', { body: [input] })).toEqual([]);
  });

  it('are told where they leave it', () => {
    expect(violations('visitor-profile', { body: {} })).toMatchObject([
      { field: 'body', contract: 'a bare JSON list' },
    ]);
    expect(fields('visitor-profile', { body: [{ ...field, value: 'javascript:0' }] })).toEqual(['fields[0].value']);
    expect(fields('visitor-profile', { body: [field, field] })).toEqual(['fields[1].id']);
    expect(fields('visitor-action', { body: { success: 1 } })).toEqual(['success']);
    expect(fields('closing-form', { body: [{ ...input, idParent: 'b' }] })).toEqual(['fields[0].idParent']);
    expect(violations('closing-form', { body: [{ ...input, isRequired: 'no' }] })).toMatchObject([
      { field: 'fields[0].isRequired', contract: 'a boolean', got: expect.stringContaining('no') },
    ]);
  });
});
