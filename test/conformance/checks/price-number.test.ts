import fc from 'fast-check';
import { expect, it } from 'vitest';
import { priceNumber } from '../../../conformance/checks/price-number.ts';

it('reads what any locale writes', () => {
  const locales = fc.constantFrom(
    'fr-FR',
    'en-US',
    'en-IN',
    'de-DE',
    'de-CH',
    'pl-PL',
    'sv-SE',
    'pt-BR',
    'it-IT',
    'nl-NL',
  );
  const cents = fc.integer({ min: 0, max: 99_999_999 });
  fc.assert(
    fc.property(locales, cents, fc.constantFrom('EUR', 'USD', 'CHF', 'PLN'), (locale, amount, currency) => {
      const price = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount / 100);
      expect(priceNumber(price)).toBe(amount / 100);
    }),
  );
});

it('reads prices without decimals, and none where there is no number', () => {
  expect(priceNumber('¥1,299')).toBe(1299);
  expect(priceNumber('99.90 €')).toBe(99.9);
  expect(priceNumber('from 12 €')).toBe(12);
  expect(priceNumber('on request')).toBeUndefined();
});
