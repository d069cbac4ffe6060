import type { Money } from '../../catalog-source.ts';

/** What shops write instead of a code; `$` alone is the US dollar, `¥` the yen. `kr` may be three currencies: not listed. */
const symbols = new Map(
  (
    '€=EUR EURO=EUR EUROS=EUR $=USD US$=USD $US=USD £=GBP £GB=GBP ¥=JPY JP¥=JPY CN¥=CNY FR=CHF SFR=CHF ZŁ=PLN KČ=CZK FT=HUF LEI=RON ЛВ=BGN ' +
    '₺=TRY TL=TRY ₽=RUB ₴=UAH ₹=INR ₪=ILS ₩=KRW ₫=VND ฿=THB ₱=PHP R$=BRL BR$=BRL CA$=CAD C$=CAD $CA=CAD A$=AUD AU$=AUD $AU=AUD NZ$=NZD HK$=HKD ' +
    'S$=SGD SG$=SGD MX$=MXN NT$=TWD R=ZAR'
  )
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);

const threeDecimals = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

const codes = new Set(Intl.supportedValuesOf('currency'));

/**
 * Reads `99.90 EUR`, `EUR 1.299,90`, `1 299,90 €`, `US$1,299.90`, `1'299.90 CHF`. One amount above zero: an export writes
 * 0 for a price it does not know. `currency` counts when the text names none.
 */
export function parsePrice(text: string, currency?: string): Money | 'bad_price' | 'unknown_currency' {
  const written = text
    .slice(0, 100)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[’‘`´′]/g, "'")
    .trim();
  const match = /^(\D*?)(\d(?:[\d., ']*\d)?)(\D*)$/.exec(written);
  if (!match || /[-−–]\s*$/.test(match[1]!)) return 'bad_price';
  const named = `${match[1]} ${match[3]}`.replace(/[.,:*\-–—\s]+/g, ' ').trim();
  const code = named === '' ? currency : currencyNamed(named);
  if (!code) return 'unknown_currency';
  const amount = parseAmount(match[2]!, threeDecimals.has(code) ? 3 : 2);
  return amount > 0 && amount < 1e12 ? { amount, currency: code } : 'bad_price';
}

function currencyNamed(text: string): string | undefined {
  const words = text.toUpperCase().split(' ');
  return words.find((word) => codes.has(word)) ?? symbols.get(words.join('')) ?? symbols.get(words[0]!);
}

/**
 * NaN when the separators make no sense. The last of two kinds is the decimal one. One kind, once, before exactly three
 * digits separates thousands (`1.299` is 1299), unless the currency has three decimals or the rest is no such group.
 */
function parseAmount(written: string, decimals: 2 | 3): number {
  const digits = written.replace(/[ ']/g, '');
  if (/[ ']/.test(written) && !/^\d{1,3}([ '])\d{3}(?:\1\d{3})*(?:[.,]\d+)?$/.test(written)) return Number.NaN;
  const [, whole, separator, fraction] = /^(.*?)(?:([.,])(\d+))?$/.exec(digits) as unknown as [
    string,
    string,
    string?,
    string?,
  ];
  if (!separator || !fraction) return Number(digits);
  if (/[.,]/.test(whole)) {
    const [first = '', ...groups] = whole.split(/[.,]/);
    const other = whole.match(/[.,]/g)!;
    // Groups of two are India's: 1,00,000.00
    const grouped = first.length < 4 && groups.every((group) => group.length === 3 || group.length === 2);
    if (!grouped || new Set(other).size > 1) return Number.NaN;
    if (other[0] !== separator)
      return groups.at(-1)!.length === 3 ? Number(`${first}${groups.join('')}.${fraction}`) : Number.NaN;
    return fraction.length === 3 ? Number(digits.replace(/[.,]/g, '')) : Number.NaN;
  }
  const thousands = fraction.length === 3 && decimals === 2 && /^[1-9]\d{0,2}$/.test(whole) && digits === written;
  return thousands ? Number(whole + fraction) : Number(`${whole}.${fraction}`);
}
