import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parameters } from '../../../../connector/sources/shopify/parameters.ts';

function typed(key: string, value: string): unknown {
  const parsed = z.safeParse(parameters.find((parameter) => parameter.key === key)!.schema, value);
  return parsed.success ? parsed.data : { refused: parsed.error.issues[0]!.message };
}
const refused = (words: RegExp) => ({ refused: expect.stringMatching(words) });

describe('the form of Shopify', () => {
  it.each([
    ['myshop', 'https://myshop.myshopify.com'],
    [' My-Shop ', 'https://my-shop.myshopify.com'],
    ['myshop.myshopify.com', 'https://myshop.myshopify.com'],
    ['https://myshop.myshopify.com/admin/products', 'https://myshop.myshopify.com'],
    ['https://admin.shopify.com/store/myshop', 'https://myshop.myshopify.com'],
    ['admin.shopify.com/store/myshop/settings?x=1', 'https://myshop.myshopify.com'],
    ['https://www.shop.example/', 'https://www.shop.example'],
    ['shop.example/fr', 'https://shop.example'],
  ])('takes the address %s', (text, address) => expect(typed('shopUrl', text)).toBe(address));

  it.each([
    '',
    'http://shop.example',
    'https://127.0.0.1/',
    'https://10.0.0.1',
    'https://[::1]/',
    'https://user:password@shop.example',
    'https://shop.example:8443',
    'admin.shopify.com.evil:1/store/myshop',
    'javascript:alert(1)',
    'https://169.254.169.254/store/x',
    'a b',
  ])('refuses the address %j', (text) => expect(typed('shopUrl', text)).toEqual(refused(/address of the shop/)));

  const key = '0123456789abcdef'.repeat(2);
  it.each([
    [key, key],
    [` shpat_${key}\n`, `shpat_${key}`],
    [`shpss_${key}`, refused(/client secret/)],
    [`shpca_${key}`, refused(/Admin API/)],
    [`shppa_${key}`, refused(/Admin API/)],
    [`shpua_${key}`, refused(/Admin API/)],
    ['', refused(/32 letters and digits/)],
    ['short', refused(/32 letters and digits/)],
    [`${key}\r\nx: y`, refused(/32 letters and digits/)],
  ])('tells the kind of the token %j', (text, expected) => expect(typed('accessToken', text)).toEqual(expected));

  it.each([
    ['country', ' fr ', 'FR'],
    ['country', 'France', refused(/two letters/)],
    ['language', 'pt-br', 'PT_BR'],
    ['language', 'fr', 'FR'],
    ['language', 'français', refused(/code of a language/)],
    ['productUrl', 'https://shop.example/products/{handle}', 'https://shop.example/products/{handle}'],
    ['productUrl', 'https://shop.example/products/', refused(/\{handle\}/)],
    ['productUrl', 'https://{handle}.example/', refused(/\{handle\}/)],
  ])('takes or refuses as %s %j', (name, text, expected) => expect(typed(name, text)).toEqual(expected));
});
