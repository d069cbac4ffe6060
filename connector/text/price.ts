import type { Money } from '../catalog/catalog-source.ts';
import { type Amount, parseAmount } from './amount.ts';
import { currencyNamed } from './currency.ts';
import { plainLine } from './plain-text.ts';

const minorDigits = new Map(
  [
    ['BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF', 0],
    ['BHD IQD JOD KWD LYD OMR TND', 3],
  ].flatMap(([codes, digits]) => (codes as string).split(' ').map((code) => [code, digits as number])),
);

/** An amount above zero in a currency, and what its text tells of separators. */
export type Price = Money & Omit<Amount, 'value'>;

/** What may stand for digits and their separators in other scripts, as ASCII. */
const arabicSeparators: Record<string, string> = { '٫': '.', '٬': "'", '،': ',' };

/**
 * Reads `99.90 EUR`, `EUR 1.299,90`, `1 299,90 €`, `US$1,299.90`, `1'299.90 CHF`, `.99 EUR`. One amount above zero: an export writes
 * 0 for a price it does not know. `stated` is the currency that the feed names elsewhere: see `currencyNamed`.
 */
export function parsePrice(text: string, stated?: string): Price | 'bad_price' | 'unknown_currency' {
  const match = /^(\D*?)((?:(?<!\d)[.,])?\d(?:[\d., ']*\d)?)(\D*)$/.exec(readable(text));
  if (!match) return 'bad_price';
  const [, before = '', digits = '', after = ''] = match;
  if (/^\s*[-−–]|[-−–]\s*$/.test(before)) return 'bad_price';
  const code = currencyNamed(`${before} ${after}`, stated);
  if (!code) return 'unknown_currency';
  const amount = parseAmount(isAbbreviated(before, digits) ? digits.slice(1) : digits, minorDigits.get(code) ?? 2);
  if (!amount || !(amount.value > 0 && amount.value < 1e12)) return 'bad_price';
  const { value, ...told } = amount;
  return { amount: value, currency: code, ...told };
}

/** The point of `Rs.499` ends a word; that of `EUR.99` or `€.99` begins an amount. */
function isAbbreviated(before: string, digits: string): boolean {
  return digits.startsWith('.') && /[\p{L}]$/u.test(before) && !/(?:^|[^A-Z])[A-Z]{3}$/.test(before);
}

/** On one line, without markup, in ASCII where it can be. */
function readable(text: string): string {
  // Most prices; each is looked at once for every item of a feed.
  if (/^[ !-%'-;=-~]{1,100}$/.test(text)) return text.trim();
  const short = text.slice(0, 400);
  return (/[&<]/.test(short) ? plainLine(short, 100) : short.slice(0, 100))
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[’‘`´′]/g, "'")
    .replace(/[٫٬،]/g, (separator) => arabicSeparators[separator]!)
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
    .trim();
}

/** Unicode has the digits of each script in a row, from its zero. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}
