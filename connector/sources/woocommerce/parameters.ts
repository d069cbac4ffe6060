import * as z from 'zod/mini';
import type { Parameter } from '../../catalog/catalog-source.ts';
import { textField } from '../../catalog/text-field.ts';
import { parseShopUrl } from '../../guarded-http/shop-url.ts';

export type Settings = Readonly<{ shopUrl: string; consumerKey?: string; consumerSecret?: string }>;

export const parameters: readonly Parameter[] = [
  textField({
    key: 'shopUrl',
    label: 'Shop address',
    help: 'The address that visitors see in their browser, with the folder if the shop lives in one, for example https://shop.example or https://shop.example/fr.',
    schema: defineAddress(),
  }),
  textField({
    key: 'consumerKey',
    label: 'Consumer key',
    help: "Only for a shop that has closed its Store API: the key with the permission Read from WooCommerce > Settings > Advanced > REST API. Prices are then those typed in the shop's admin, whatever tax visitors see.",
    required: false,
    schema: defineKey('ck_', 'consumer key', 'cs_', 'consumer secret'),
  }),
  textField({
    key: 'consumerSecret',
    label: 'Consumer secret',
    help: 'The consumer secret that WooCommerce showed beside the consumer key, once.',
    required: false,
    secret: true,
    schema: defineKey('cs_', 'consumer secret', 'ck_', 'consumer key'),
  }),
];

/** Keeps the folder: WordPress may live in one, and a language may be one. */
function defineAddress() {
  const expected = 'Expected the address of the shop, for example https://shop.example.';
  return z.pipe(
    z.string({ error: expected }).check(z.trim(), z.minLength(1, expected), z.maxLength(500, expected)),
    z.pipe(
      z.transform((text: string) => addressOf(text) ?? ''),
      z.string().check(z.minLength(1, expected)),
    ),
  );
}

function addressOf(text: string): string | undefined {
  const url = parseShopUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!url) return undefined;
  // What people copy while they are at work in the admin, or from the documentation of the API.
  const folder = url.pathname.replace(/\/(?:wp-admin|wp-login\.php|wp-json|index\.php)(?:\/.*)?$/, '');
  return url.origin + folder.replace(/\/+$/, '');
}

/** WooCommerce makes both of forty hexadecimal digits; its list of keys shows only the last seven. */
function defineKey(prefix: string, name: string, otherPrefix: string, otherName: string) {
  const expected = `Expected a ${name}: ${prefix} and forty digits and letters, as WooCommerce shows it when a key is added.`;
  const isPasswordOfApplication = (text: string) => /^[a-z\d]{4}(?: [a-z\d]{4}){5}$/i.test(text);
  return z.string({ error: expected }).check(
    z.trim(),
    z.refine((text) => !text.startsWith(otherPrefix), {
      error: `This is a ${otherName}: the ${name} begins with ${prefix}.`,
      abort: true,
    }),
    z.refine((text) => !isPasswordOfApplication(text), {
      error: `This is an application password of WordPress, which does not open WooCommerce: the ${name} begins with ${prefix}.`,
      abort: true,
    }),
    z.refine((text) => text.startsWith(prefix) && /^[\da-f]{40}$/.test(text.slice(3)), expected),
  );
}
