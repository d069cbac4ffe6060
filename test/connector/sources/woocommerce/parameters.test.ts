import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parameters } from '../../../../connector/sources/woocommerce/parameters.ts';

function read(key: string, value: unknown) {
  const result = z.safeParse(parameters.find((parameter) => parameter.key === key)!.schema, value);
  return result.success ? result.data : result.error.issues[0]!.message;
}
const digits = '0123456789abcdef0123456789abcdef01234567';

describe('the form of WooCommerce', () => {
  it.each([
    [' shop.example ', 'https://shop.example'],
    ['https://www.shop.example/', 'https://www.shop.example'],
    ['https://shop.example/fr/', 'https://shop.example/fr'],
    ['https://shop.example/fr//?add-to-cart=7#reviews', 'https://shop.example/fr'],
    ['https://shop.example/wp-admin/admin.php?page=wc-settings&tab=advanced', 'https://shop.example'],
    ['https://shop.example/blog/wp-login.php', 'https://shop.example/blog'],
    ['https://shop.example/wp-json/wc/v3/', 'https://shop.example'],
    ['https://shop.example/index.php/wp-json/', 'https://shop.example'],
  ])('takes %s as the address %s', (typed, address) => {
    expect(read('shopUrl', typed)).toBe(address);
    expect(read('shopUrl', address)).toBe(address);
  });

  it.each([
    '',
    'http://shop.example',
    'https://127.0.0.1',
    'https://shop.example:8443',
    'https://me:secret@shop.example',
  ])('refuses %j as an address', (typed) =>
    expect(read('shopUrl', typed)).toMatch(/^Expected the address of the shop/),
  );

  it('takes a key and its secret', () => {
    expect(read('consumerKey', ` ck_${digits} `)).toBe(`ck_${digits}`);
    expect(read('consumerSecret', `cs_${digits}\n`)).toBe(`cs_${digits}`);
  });

  it.each([
    ['consumerKey', `cs_${digits}`, /^This is a consumer secret: the consumer key begins with ck_/],
    ['consumerSecret', `ck_${digits}`, /^This is a consumer key: the consumer secret begins with cs_/],
    ['consumerSecret', 'abcd EFGH 1234 ijkl MNOP 5678', /application password of WordPress/],
    ['consumerKey', '…f01234567', /^Expected a consumer key/],
    ['consumerKey', `ck_${digits}0`, /^Expected a consumer key/],
    ['consumerSecret', 'the password of the admin', /^Expected a consumer secret/],
  ])('tells by its shape what was typed as %s: %s', (key, typed, message) => {
    expect(read(key, typed)).toMatch(message);
    expect(read(key, typed)).not.toContain(digits);
  });
});
