import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { fillUrlTemplate, urlTemplate } from '../../../connector/guarded-http/url-template.ts';

const schema = urlTemplate('slug');

it.each([
  ['https://shop.example/products/{slug}', 'https://shop.example/products/moka-pot'],
  [' https://shop.example/{slug}/{slug}.html ', 'https://shop.example/moka-pot/moka-pot.html'],
  ['https://shop.example/p?name={slug}', 'https://shop.example/p?name=moka-pot'],
])('takes %j', (typed, filled) => {
  expect(fillUrlTemplate(z.parse(schema, typed), 'slug', 'moka-pot')).toBe(filled);
});

it.each([
  ...['', 'https://shop.example/products/', 'https://shop.example/{handle}', 'shop.example/{slug}', '{slug}'],
  ...['https://{slug}.example/p', 'https://{slug}/p', 'https://shop.example@{slug}/', 'javascript:{slug}'],
  ...['https://127.0.0.1/{slug}', 'https://shop.example:8443/{slug}', 'http://shop.example/{slug}', 7, undefined],
  `https://shop.example/{slug}${'x'.repeat(500)}`,
])('refuses %j, and says what was expected', (typed) => {
  const parsed = z.safeParse(schema, typed);
  expect(parsed.success).toBe(false);
  expect(parsed.error!.issues[0]!.message).toContain('{slug}');
});

it('keeps every product on the host that was typed, whatever its name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (slug) => {
      const url = new URL(fillUrlTemplate('https://shop.example/products/{slug}', 'slug', slug));
      expect(url.origin).toBe('https://shop.example');
    }),
  );
});
