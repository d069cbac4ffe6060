import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product } from '../../../connector/catalog/catalog-source.ts';
import { formatMoney } from '../../../connector/catalog/format-money.ts';
import { categoryToWire, isPresentable, productToWire } from '../../../connector/catalog/to-wire.ts';
import { productSchema } from '../../../connector/contract/catalog.ts';

const mug: Product = {
  id: 'mug',
  title: 'Mug émaillé',
  url: 'https://shop.example/mug',
  imageUrl: 'https://shop.example/mug.jpg',
  brand: null,
  description: '',
  shortDescription: null,
  available: true,
  reference: 'M-1',
  price: { amount: 99.9, currency: 'EUR' },
  salePrice: null,
  specialPrice: null,
};

describe('a price on the wire', () => {
  it('is formatted with its currency in the configured locale, with plain spaces only', () => {
    expect(formatMoney({ amount: 99.9, currency: 'EUR' }, 'fr-FR')).toBe('99,90 €');
    expect(formatMoney({ amount: 1299.5, currency: 'EUR' }, 'fr-FR')).toBe('1 299,50 €');
    expect(formatMoney({ amount: 1299.5, currency: 'USD' }, 'en-US')).toBe('$1,299.50');
    expect(formatMoney({ amount: 1500, currency: 'JPY' }, 'en-US')).toBe('¥1,500');
  });

  it('shows a promotion only when it is lower and in the same currency', () => {
    const promotion = (salePrice: Product['salePrice']) => productToWire({ ...mug, salePrice }, 'fr-FR').pricePromotion;
    expect(promotion({ amount: 79, currency: 'EUR' })).toBe('79,00 €');
    expect(promotion({ amount: 99.9, currency: 'EUR' })).toBeNull();
    expect(promotion({ amount: 120, currency: 'EUR' })).toBeNull();
    expect(promotion({ amount: 79, currency: 'USD' })).toBeNull();
  });
});

describe('a product on the wire', () => {
  it('is left out when it lacks what the contract requires', () => {
    expect(isPresentable(mug)).toBe(true);
    for (const broken of [
      { id: '' },
      { title: '  ' },
      { url: '' },
      { url: '/mug' },
      { url: 'javascript:alert(1)' },
      { imageUrl: 'mug.jpg' },
      { price: { amount: Number.NaN, currency: 'EUR' } },
      { price: { amount: -1, currency: 'EUR' } },
      { url: 'https://shop.example/a\nb' },
      { imageUrl: 'https://shop.example/\ta.jpg' },
      { price: { amount: Number.POSITIVE_INFINITY, currency: 'EUR' } },
      { price: { amount: 1, currency: '' } },
    ]) {
      expect(isPresentable({ ...mug, ...broken }), JSON.stringify(broken)).toBe(false);
    }
  });

  it('shows without a sale or special price that is none, rather than failing its page', () => {
    for (const odd of [
      { amount: 1, currency: '' },
      { amount: 1, currency: 'Euro' },
      { amount: Number.NaN, currency: 'EUR' },
      { amount: -1, currency: 'EUR' },
    ]) {
      const shown = productToWire({ ...mug, salePrice: odd, specialPrice: odd }, 'fr-FR');
      expect(shown).toMatchObject({ priceCatalog: '99,90 €', pricePromotion: null, priceSpecial: null });
    }
  });

  it('has its addresses without spaces', () => {
    const shown = productToWire(
      { ...mug, url: ' https://shop.example/a b', imageUrl: 'https://shop.example/a b.jpg ' },
      'fr-FR',
    );
    expect(shown).toMatchObject({
      productUrl: 'https://shop.example/a%20b',
      imageUrl: 'https://shop.example/a%20b.jpg',
    });
    expect(productSchema.safeParse(shown).success).toBe(true);
  });

  it('has every documented field and no other, whatever the shop says', () => {
    const money = fc.record({ amount: fc.double({ min: 0, max: 1e9, noNaN: true }), currency: fc.constant('EUR') });
    const text = fc.string();
    fc.assert(
      fc.property(
        fc.record({
          ...Object.fromEntries(['id', 'title'].map((key) => [key, fc.string({ minLength: 1 })])),
          url: fc.webUrl(),
          imageUrl: fc.webUrl(),
          brand: fc.option(text),
          description: text,
          shortDescription: fc.option(text),
          available: fc.boolean(),
          reference: fc.option(text),
          price: money,
          salePrice: fc.option(money),
          specialPrice: fc.option(money),
        }),
        (product) => {
          fc.pre(isPresentable(product as unknown as Product));
          const wire = JSON.parse(JSON.stringify(productToWire(product as unknown as Product, 'fr-FR')));
          expect(productSchema.safeParse(wire).error).toBeUndefined();
        },
      ),
    );
  });
});

it('puts a root category on the wire with a null parent and no product ids', () => {
  expect(categoryToWire({ id: 'c', parentId: null, label: 'Cafés', productCount: 3 })).toEqual({
    id: 'c',
    idParent: null,
    label: 'Cafés',
    products: null,
    productsCount: 3,
  });
});
