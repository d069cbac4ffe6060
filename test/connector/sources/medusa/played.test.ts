import { describe, expect, it } from 'vitest';
import { medusaApi } from '../../../../dev/sample-shop/apis/medusa.ts';
import { products } from '../../../../dev/sample-shop/products.ts';

const api = medusaApi(products);
function ask(path: string, key = 'pk_sample') {
  const url = new URL(path, 'http://shop.example');
  const { status, body } = api({ method: 'GET', url, headers: { 'x-publishable-api-key': key }, body: '' })!;
  return { status, answer: status === 404 ? body : JSON.parse(body) };
}

// As version 2.21.2 answers; `bench/shops/medusa/played.ts` holds the two against each other.
describe('the played Medusa', () => {
  it.each([
    ['/store/products?nothing=1', "Invalid request: Unrecognized fields: 'nothing'"],
    ['/store/products?limit=abc', "Invalid request: Expected type: 'number' for field 'limit', got: 'abc'"],
    [
      '/store/products?id[$gt]=prod_0',
      "Invalid request: Expected type: 'string, array' for field 'id', got: '[object Object]'",
    ],
    ['/store/products?order=price', 'Order field price is not valid'],
    [
      '/store/products?fields=id,variants.calculated_price',
      'Missing required pricing context to calculate prices - region_id',
    ],
    [
      '/store/products?fields=id,variants.calculated_price&region_id=reg_0',
      'Region with id reg_0 not found when populating the pricing context',
    ],
  ])('refuses %s', (path, message) => {
    expect(ask(path)).toEqual({ status: 400, answer: { type: 'invalid_data', message } });
  });

  it('tells a missing key from a wrong one, and asks for channels only where products are', () => {
    expect(ask('/store/regions', '').answer.message).toMatch(/^Publishable API key required/);
    expect(ask('/store/regions', 'pk_other').answer.message).toMatch(/^A valid publishable key/);
    expect(ask('/store/regions', 'pk_no_channel').status).toBe(200);
    expect(ask('/store/products', 'pk_no_channel').answer.message).toMatch(/needs to have a sales channel/);
    expect(ask('/store/products?fields=id', 'pk_several_channels').status).toBe(200);
    expect(ask('/store/nothing').status).toBe(404);
  });

  it('shows fifty of its products unless it is asked for another number', () => {
    expect(ask('/store/products').answer).toMatchObject({ count: 60, offset: 0, limit: 50 });
    expect(ask('/store/products').answer.products).toHaveLength(50);
    expect(ask('/store/products?limit=0').answer).toMatchObject({ products: [], count: 60, limit: 0 });
    expect(ask('/store/products?offset=59').answer.products).toHaveLength(1);
  });

  it('shows only what is named, and categories only as a whole', () => {
    const first = (fields: string) => ask(`/store/products?limit=1&fields=${fields}`).answer.products[0];
    expect(Object.keys(first('title,nothing,images.url'))).toEqual(['id', 'title', 'images']);
    expect(first('title,images.url').images).toEqual([{ url: expect.stringMatching(/^http/) }]);
    expect(first('variants.sku').variants[0]).toEqual({ id: expect.any(String), sku: expect.any(String) });
    expect(first('id,categories.id')).not.toHaveProperty('categories');
    expect(first('id,*categories').categories).toMatchObject([{ is_internal: false }, { is_internal: true }]);
    expect(Object.keys(first('%2Bmetadata'))).toEqual(expect.arrayContaining(['description', 'variants', 'metadata']));
  });
});
