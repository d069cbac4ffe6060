import * as z from 'zod/mini';

/** What events are made of. A message ends the sentence "… must be". Numbers may be digits in a text, as forms have them. */

const uuidRule = 'a UUID';
const wholeRule = 'a whole number';
const numberRule = 'a number';
const timeRule = 'an ISO 8601 time with its offset, such as 2017-04-22T11:01:00+02:00';

/** Lower-cased. Any version: the platform's own examples are not all of RFC 9562. */
export const uuid = z
  .string(uuidRule)
  .check(z.toLowerCase(), z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, uuidRule));

const wholeDigits = z.string().check(z.regex(/^[0-9]{1,15}$/, wholeRule));
/** An identifier or a count: 0 to 2^53 − 1. */
export const whole = z.union(
  [z.int(wholeRule).check(z.nonnegative(wholeRule)), z.pipe(wholeDigits, z.transform(Number))],
  wholeRule,
);

/** The number of a website, with what `Website` allows of digits. */
export const websiteNumber = whole.check(
  z.refine((number) => number >= 1 && number <= 999_999_999_999_999, 'a whole number of 1 to 15 digits, not 0'),
);

const decimalDigits = z.string().check(z.regex(/^-?[0-9]{1,15}(?:\.[0-9]{1,10})?$/, numberRule));
export const decimal = z.union([z.number(), z.pipe(decimalDigits, z.transform(Number))], numberRule);

/** `SD`, `ha`: any case. */
export const platform = z
  .string('a platform, such as ha')
  .check(z.trim(), z.toLowerCase(), z.regex(/^[a-z]{1,8}$/, 'a platform, such as ha'));

export function textUpTo(length: number) {
  const rule = `a text of at most ${length} characters`;
  return z.string(rule).check(z.maxLength(length, rule));
}

export const text = textUpTo(500);

/** → epoch milliseconds. */
export const time = z.pipe(
  z.string(timeRule).check(z.refine((value) => !Number.isNaN(epochOf(value)), timeRule)),
  z.transform(epochOf),
);

const timePattern = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(Z|[+-]\d{2}:?\d{2})$/;

function epochOf(value: string): number {
  const [, date, clock, offset] = timePattern.exec(value.toUpperCase()) ?? [];
  if (date === undefined || clock === undefined || offset === undefined) return Number.NaN;
  // V8 reads 30 February as 2 March.
  const isDay = new Date(Date.parse(`${date}T00:00Z`)).getUTCDate() === Number(date.slice(8));
  return isDay ? Date.parse(`${date}${clock}${offset.replace(/(\d{2}):?(\d{2})$/, '$1:$2')}`) : Number.NaN;
}
