import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Money, Product } from '../../../connector/catalog/catalog-source.ts';
import { productToWire } from '../../../connector/catalog/to-wire.ts';
import { packProduct, unpackProduct } from '../../../connector/search/stored-product.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const money: fc.Arbitrary<Money> = fc.record({
  amount: fc.integer({ min: 0, max: 10_000_000 }).map((cents) => cents / 100),
  currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD'),
});
const product: fc.Arbitrary<Product> = fc.record({
  id: text,
  title: text,
  url: fc.constant('https://shop.example/1'),
  imageUrl: fc.constant('https://shop.example/1.jpg'),
  brand: fc.option(text),
  description: text,
  shortDescription: fc.option(text),
  available: fc.boolean(),
  reference: fc.option(text),
  price: money,
  salePrice: fc.option(money),
  specialPrice: fc.option(money),
});
const locale = fc.constantFrom('fr-FR', 'en-US', 'de-CH', 'ar-EG');

it('comes back as it was', () =>
  fc.assert(
    fc.property(product, locale, (stored, locale) => {
      expect(unpackProduct(packProduct(stored, locale), locale)).toEqual(stored);
    }),
  ));

it('shows its prices as they were written, without asking the locale', () => {
  const packed = packProduct({ ...fc.sample(product, 1)[0]!, price: { amount: 9.9, currency: 'EUR' } }, 'fr-FR');
  const back = unpackProduct(packed.replace('9,90 €', 'as written'), 'fr-FR');
  expect(productToWire(back, 'fr-FR').priceCatalog).toBe('as written');
  expect(productToWire(back, 'en-US').priceCatalog).toBe('€9.90');
});

it('is shown alike whether its prices were stored as written, in this locale, in another one, or not at all', () =>
  fc.assert(
    fc.property(product, locale, fc.option(locale, { nil: undefined }), (stored, shown, written) => {
      const back = unpackProduct(packProduct(stored, written), written);
      expect(productToWire(back, shown)).toEqual(productToWire(stored, shown));
    }),
  ));
