import * as z from 'zod/mini';
import { parseShopUrl } from './shop-url.ts';

const expected = 'Expected the address of the shop, for example https://shop.example.';

/** The address of a shop as people type it (`shop.example`, `https://shop.example/en/`) → its origin, `https://shop.example`. */
export const shopAddress = /* @__PURE__ */ defineShopAddress();

function defineShopAddress() {
  return z.pipe(
    z.string({ error: expected }).check(z.trim(), z.minLength(1, expected), z.maxLength(500, expected)),
    z.pipe(
      z.transform((text: string) => originOf(text) ?? ''),
      z.string().check(z.minLength(1, expected)),
    ),
  );
}

function originOf(text: string): string | undefined {
  return parseShopUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`)?.origin;
}
