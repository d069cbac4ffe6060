/**
 * The amount in a formatted price of any locale, to compare two of one product: `1 299,90 €` → 1299.9. A last separator
 * followed by three digits is one of thousands. undefined when there is no number.
 */
export function priceNumber(price: string): number | undefined {
  const digits = /\d(?:[\d.,'’٫٬\s]*\d)?/u.exec(price)?.[0];
  if (digits === undefined) return undefined;
  const [, whole = '', fraction = ''] = /^(.*?)(?:[.,٫](\d{1,2}|\d{4,}))?$/su.exec(digits) ?? [];
  return Number(`${whole.replace(/\D/g, '')}.${fraction}`);
}
