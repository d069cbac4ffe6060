type Separator = '.' | ',';

/** How an amount is written, where the text tells. */
export interface Amount {
  value: number;
  /** Separates its decimals. */
  decimal?: Separator;
  /** Separates its thousands. */
  grouping?: Separator;
  /** Stands once, before exactly three digits, and could do either: `value` takes it for the decimal one. */
  undecided?: Separator;
}

/**
 * Reads `1.299,90`, `1,299.90`, `1 299,90`, `1'299.90`, `1,00,000`, `.99`. undefined when the separators make no sense.
 * `minorDigits`: decimals that the currency has.
 */
export function parseAmount(written: string, minorDigits: number): Amount | undefined {
  if (/[ ']/.test(written)) {
    if (!/^\d{1,3}([ '])\d{3}(?:\1\d{3})*(?:[.,]\d+)?$/.test(written)) return undefined;
    const digits = written.replace(/[ ']/g, '');
    const decimal = /[.,]/.exec(digits)?.[0] as Separator | undefined;
    return { value: Number(digits.replace(',', '.')), ...(decimal && { decimal }) };
  }
  const match = /^(.*)([.,])(\d+)$/.exec(written);
  if (!match) return { value: Number(written) };
  const [, whole = '', last, fraction = ''] = match as unknown as [string, string, Separator, string];
  if (/[.,]/.test(whole)) return grouped(whole, last, fraction);
  const decimal = { value: Number(`${whole}.${fraction}`), decimal: last };
  if (fraction.length !== 3 || !/^[1-9]\d{0,2}$/.test(whole)) return decimal;
  if (minorDigits === 0) return { value: Number(whole + fraction), grouping: last };
  return minorDigits === 3 ? { value: decimal.value } : { value: decimal.value, undecided: last };
}

/** `whole` holds separators, too. */
function grouped(whole: string, last: Separator, fraction: string): Amount | undefined {
  const [first = '', ...groups] = whole.split(/[.,]/);
  const others = new Set(whole.match(/[.,]/g) as Separator[]);
  const [other] = others;
  // Groups of two are India's: 1,00,000.00
  const isGrouped = /^\d{1,3}$/.test(first) && groups.every((group) => group.length === 3 || group.length === 2);
  if (!isGrouped || others.size > 1 || !other) return undefined;
  const digits = first + groups.join('');
  if (other === last) return fraction.length === 3 ? { value: Number(digits + fraction), grouping: last } : undefined;
  return groups.at(-1)!.length === 3
    ? { value: Number(`${digits}.${fraction}`), decimal: last, grouping: other }
    : undefined;
}

/** What separates decimals and thousands in a whole feed, by all amounts that tell. */
export class Separators {
  readonly #decimal = { '.': 0, ',': 0 };
  readonly #grouping = { '.': 0, ',': 0 };

  note({ decimal, grouping }: Omit<Amount, 'value'>): void {
    if (decimal) this.#decimal[decimal]++;
    if (grouping) this.#grouping[grouping]++;
  }

  /** Whether an amount that does not tell is read with its separator for thousands. */
  groupsBy(separator: Separator): boolean {
    const other = separator === '.' ? ',' : '.';
    const thousands = this.#grouping[separator] + this.#decimal[other];
    // Where nothing decides, a dot is decimal, as Google reads it; a comma before three digits is mostly a thousand.
    if (!this.know(separator)) return separator === ',';
    return thousands > this.#decimal[separator];
  }

  /** Whether anything in the feed says what this separator is for. */
  know(separator: Separator): boolean {
    return this.#grouping[separator] + this.#decimal['.'] + this.#decimal[','] > 0;
  }
}
