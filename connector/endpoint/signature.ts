import { createHmac, timingSafeEqual } from 'node:crypto';

const headerPattern = /^sha256=([0-9a-f]{64})$/i;

/** The value of `x-iadvize-signature` over a raw body or a raw query string (without `?`). */
export function sign(bytes: Buffer | string, secret: string): string {
  return `sha256=${hmac(bytes, secret).toString('hex')}`;
}

/** Whether any of the secrets signed exactly these bytes. Never throws; an empty secret signs nothing. */
export function verifyBody(header: string | undefined, body: Buffer, secrets: readonly string[]): boolean {
  return verify(header, [body], secrets);
}

/** Whether any of the secrets signed the raw query string (without `?`) or one of its re-encodings. Never throws. */
export function verifyQuery(header: string | undefined, rawQuery: string, secrets: readonly string[]): boolean {
  // A lone surrogate would be hashed as U+FFFD: two strings, one signature.
  return rawQuery.isWellFormed() && verify(header, reencodings(rawQuery), secrets);
}

/**
 * The closed set of spellings that a gateway may give one query string (contract §2): the string itself first, then
 * space as `+` or `%20`, × hex digits upper or lower, × `!'()*~` escaped or not. All of them decode to the same parameters.
 */
export function reencodings(rawQuery: string): string[] {
  const spellings = new Set([rawQuery]);
  for (const marks of [escapeMarks, unescapeMarks]) {
    for (const space of ['+', '%20']) {
      for (const letterCase of [upper, lower]) {
        const respelled = marks(rawQuery).replace(/\+|%20/g, space);
        spellings.add(respelled.replace(/%[0-9a-f]{2}/gi, letterCase));
      }
    }
  }
  return [...spellings];
}

const upper = (text: string) => text.toUpperCase();
const lower = (text: string) => text.toLowerCase();

function escapeMarks(query: string): string {
  return query.replace(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
}

function unescapeMarks(query: string): string {
  return query.replace(/%(?:2[1789a]|7e)/gi, (escaped) => String.fromCharCode(Number.parseInt(escaped.slice(1), 16)));
}

/** Every candidate is compared under every secret: the time taken tells nothing about which one matched. */
function verify(header: string | undefined, candidates: readonly (Buffer | string)[], secrets: readonly string[]) {
  const hex = typeof header === 'string' ? headerPattern.exec(header)?.[1] : undefined;
  if (hex === undefined) return false;
  const given = Buffer.from(hex, 'hex');
  let matches = 0;
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const candidate of candidates) matches += Number(timingSafeEqual(given, hmac(candidate, secret)));
  }
  return matches > 0;
}

function hmac(bytes: Buffer | string, secret: string): Buffer {
  return createHmac('sha256', secret).update(bytes).digest();
}
