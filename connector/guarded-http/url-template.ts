import * as z from 'zod/mini';
import { parseShopUrl } from './shop-url.ts';

/**
 * Where a shop shows a product, as a merchant types it for a platform that does not know its own storefront:
 * `https://shop.example/products/{slug}`. `placeholder` is the word in braces.
 */
export function urlTemplate(placeholder: string) {
  const expected = `Expected the address of a product's page with {${placeholder}} in it, for example https://shop.example/products/{${placeholder}}.`;
  return z.string({ error: expected }).check(
    z.trim(),
    z.maxLength(500, expected),
    z.refine((text) => text.includes(`{${placeholder}}`), { error: expected, abort: true }),
    // A placeholder in the host would send visitors to whoever names a product.
    z.refine((text) => isAddress(text, placeholder), expected),
  );
}

/** The address of the product whose `placeholder` is `value`. */
export function fillUrlTemplate(template: string, placeholder: string, value: string): string {
  return template.replaceAll(`{${placeholder}}`, () => encodeURIComponent(value.toWellFormed()));
}

function isAddress(text: string, placeholder: string): boolean {
  const filled = ['a', 'b'].map((value) => parseShopUrl(fillUrlTemplate(text, placeholder, value)));
  const [one, other] = filled;
  return one !== undefined && other !== undefined && one.origin === other.origin && one.href !== other.href;
}
