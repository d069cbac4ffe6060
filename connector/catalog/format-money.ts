import type { Money } from './catalog-source.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** `99,90 €`: the locale's own form, with plain spaces for its no-break ones, which some desks show as boxes. */
export function formatMoney({ amount, currency, written }: Money, locale: string): string {
  if (written?.locale === locale) return written.text;
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    formats.set(key, format);
  }
  return format.format(amount).replace(/[\u00a0\u202f]/g, ' ');
}
