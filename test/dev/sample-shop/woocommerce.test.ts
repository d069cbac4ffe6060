import { expect, it } from 'vitest';
import { restProduct, storeProduct } from '../../../connector/sources/woocommerce/answers.ts';
import { woocommerceApi } from '../../../dev/sample-shop/apis/woocommerce.ts';
import { products } from '../../../dev/sample-shop/products.ts';
import { answerShopCall } from '../../../dev/sample-shop/sample-shop.ts';

const api = woocommerceApi(products);
function get(path: string, headers = {}) {
  const answer = api({ method: 'GET', url: new URL(path, 'https://shop.example'), headers, body: '' });
  return { status: answer?.status, headers: answer?.headers, body: JSON.parse(answer?.body ?? 'null') };
}
const products100 = '/wp-json/wc/store/v1/products?per_page=100';

it('the played shop has every field that is read', () => {
  expect(Object.keys(get(products100).body[0])).toEqual(expect.arrayContaining(Object.keys(storeProduct.shape)));
  const authorization = `Basic ${Buffer.from(`ck_${'5a'.repeat(20)}:cs_${'c3'.repeat(20)}`).toString('base64')}`;
  const [record] = get('/wp-json/wc/v3/products', { authorization }).body;
  expect(Object.keys(record)).toEqual(expect.arrayContaining(Object.keys(restProduct.shape)));
});

it('it lists the newest ten first unless asked otherwise, with totals, and at most a hundred', () => {
  const { body, headers } = get('/wp-json/wc/store/v1/products');
  expect(headers).toMatchObject({ 'x-wp-total': '60', 'x-wp-totalpages': '6' });
  expect(body.map(({ id }: { id: number }) => id)).toEqual(
    get(`${products100}&orderby=id&order=asc`)
      .body.slice(-10)
      .map(({ id }: { id: number }) => id)
      .reverse(),
  );
  expect(get('/wp-json/wc/store/v1/products?per_page=101')).toMatchObject({
    status: 400,
    body: { code: 'rest_invalid_param', data: { status: 400 } },
  });
});

it('it gives variable products no regular price in the REST API, and refuses what has no key', () => {
  expect(get('/wp-json/wc/v3/products')).toMatchObject({ status: 401, body: { code: 'woocommerce_rest_cannot_view' } });
  expect(get('/wp-json/wc/v4/products')).toMatchObject({ status: 404, body: { code: 'rest_no_route' } });
});

it.each([products100, '/?rest_route=/wc/store/v1/products&per_page=100'])(
  'the sample shop answers %s',
  async (path) => {
    const call = { method: 'GET', url: new URL(path, 'https://shop.example'), headers: {}, body: '' };
    expect(JSON.parse((await answerShopCall(call))!.body)).toHaveLength(60);
  },
);
