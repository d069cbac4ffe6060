import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePrice } from '../../../connector/text/price.ts';

fc.configureGlobal({ seed: 1 });

test.each([
  ['99.90 EUR', 99.9, 'EUR'],
  ['EUR 99,90', 99.9, 'EUR'],
  ['99,90 €', 99.9, 'EUR'],
  ['€99.9', 99.9, 'EUR'],
  ['99.90EUR', 99.9, 'EUR'],
  ['1.299,90 EUR', 1299.9, 'EUR'],
  ['1,299.90 EUR', 1299.9, 'EUR'],
  ['1 299,90 EUR', 1299.9, 'EUR'],
  ['1\u00a0299,90\u00a0€', 1299.9, 'EUR'],
  ['1\u202f299,90\u202f€', 1299.9, 'EUR'],
  ["1'299.90 CHF", 1299.9, 'CHF'],
  ['CHF 1’299.90', 1299.9, 'CHF'],
  ['1.299 VND', 1299, 'VND'],
  ['1,299 JPY', 1299, 'JPY'],
  ['1.299.900 EUR', 1299900, 'EUR'],
  ['1,00,000.00 INR', 100000, 'INR'],
  ['1.299 KWD', 1.299, 'KWD'],
  ['0.999 EUR', 0.999, 'EUR'],
  ['52.0000 USD', 52, 'USD'],
  ['1299.000 EUR', 1299, 'EUR'],
  ['US$1,299.90', 1299.9, 'USD'],
  ['$ 12 CAD', 12, 'CAD'],
  ['C$12', 12, 'CAD'],
  ['12.- CHF', 12, 'CHF'],
  ['12,-- €', 12, 'EUR'],
  ['Fr. 12.50', 12.5, 'CHF'],
  ['12,50 zł', 12.5, 'PLN'],
  ['￥1200', 1200, 'JPY'],
  ['usd 5', 5, 'USD'],
  ['.99 EUR', 0.99, 'EUR'],
  ['€.99', 0.99, 'EUR'],
  [',99 €', 0.99, 'EUR'],
  ['EUR .5', 0.5, 'EUR'],
  ['+.75 EUR', 0.75, 'EUR'],
  ['Rs.499', 499, 'INR'],
  ['Fr.25', 25, 'CHF'],
  ['USD$25', 25, 'USD'],
  ['9.99 RUR', 9.99, 'RUB'],
  ['9.99 RMB', 9.99, 'CNY'],
  ['5 TRL', 5, 'TRY'],
  ['9.99 Euros', 9.99, 'EUR'],
  ['1 500 руб.', 1500, 'RUB'],
  ['100 грн', 100, 'UAH'],
  ['S/ 12.50', 12.5, 'PEN'],
  ['&euro;&nbsp;9,99', 9.99, 'EUR'],
  ['<span class="price">9.99</span> <b>GBP</b>', 9.99, 'GBP'],
  ['٩٫٩٩ SAR', 9.99, 'SAR'],
  ['१,२३४.५० INR', 1234.5, 'INR'],
  ['１２．５ EUR', 12.5, 'EUR'],
])('%s', (text, amount, currency) => {
  expect(parsePrice(text)).toMatchObject({ amount, currency });
  expect(parsePrice(text)).not.toHaveProperty('undecided');
});

test.each([
  ['8.325 GBP', '.'],
  ['1,299 USD', ','],
])('%s does not tell what its separator is for', (text, undecided) => {
  expect(parsePrice(text)).toMatchObject({ undecided });
});

test.each([
  ['$25', 'CAD', 'CAD'],
  ['25 kr', 'SEK', 'SEK'],
  ['¥25', 'CNY', 'CNY'],
  ['25', 'EUR', 'EUR'],
  ['25 USD', 'EUR', 'USD'],
  ['€25', 'USD', 'EUR'],
])('%s in a feed that states %s is in %s', (text, stated, currency) => {
  expect(parsePrice(text, stated)).toMatchObject({ amount: 25, currency });
});

test('a currency that the text lacks comes from outside', () => {
  expect(parsePrice('9,90', 'EUR')).toMatchObject({ amount: 9.9, currency: 'EUR' });
  expect(parsePrice('9.90 USD', 'EUR')).toMatchObject({ amount: 9.9, currency: 'USD' });
  expect(parsePrice('9.90')).toBe('unknown_currency');
  expect(parsePrice('9.90 XYZ')).toBe('unknown_currency');
  expect(parsePrice('99 kr')).toBe('unknown_currency');
});

test.each([
  '',
  'EUR',
  'free',
  '-5 EUR',
  '-.99 EUR',
  '-€5.00',
  '−5 EUR',
  'EUR -5.00',
  '0.00 EUR',
  '10-20 EUR',
  '10.00 EUR 12.00',
  '1,2,3 EUR',
  '1.2,3.4 EUR',
  '12 99 EUR',
  '1e5 EUR',
  '9'.repeat(60),
])('%s is no price', (text) => expect(parsePrice(text, 'EUR')).toBe('bad_price'));

test('what Intl writes in any of these locales reads as the same amount', () => {
  const locales =
    'de-DE de-CH de-AT fr-FR fr-CH fr-CA en-US en-GB en-IN es-ES es-MX it-IT it-CH nl-NL pt-BR pt-PT pl-PL cs-CZ sv-SE nb-NO da-DK fi-FI hu-HU ro-RO tr-TR ru-RU ja-JP he-IL el-GR';
  fc.assert(
    fc.property(
      fc.constantFrom(...locales.split(' ')),
      fc.constantFrom('EUR', 'USD', 'GBP', 'CHF', 'JPY', 'PLN', 'BRL', 'INR', 'KWD'),
      fc.constantFrom<'code' | 'symbol'>('code', 'symbol'),
      fc.integer({ min: 1, max: 99_999_999 }),
      (locale, currency, currencyDisplay, cents) => {
        const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay });
        const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
        const amount = cents / 10 ** digits;
        // A whole amount of thousands alone does not tell: `¥1,234` does, for the yen has no decimals.
        expect(parsePrice(format.format(amount))).toMatchObject({ amount, currency });
      },
    ),
    { numRuns: 3_000 },
  );
});

test('any text is a price or a reason', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789.,' €$-EUR") })), (text) => {
      const price = parsePrice(text, 'EUR');
      if (typeof price === 'string') expect(['bad_price', 'unknown_currency']).toContain(price);
      else expect(price.amount).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});
