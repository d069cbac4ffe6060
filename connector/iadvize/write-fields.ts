import { IadvizeApiError } from './api-error.ts';
import { readClock, writePlatformTime } from './platform-time.ts';
import type { Kind, Kinds } from './resources/kinds.ts';

const longestText = 10_000;

/** Names and values as they stand in a query or a form; exact, so what is not documented throws and names the field. */
export function writeFields(
  kinds: Kinds,
  values: Readonly<Record<string, unknown>>,
  { timeZone, within }: { timeZone: string; within?: string },
): [name: string, value: string][] {
  return Object.entries(values).flatMap(([name, value]) => {
    const path = within === undefined ? name : `${within}[${name}]`;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind)
      throw new IadvizeApiError('wrong_use', `${path} is not documented. There is ${listed(Object.keys(kinds))}.`);
    return value === undefined ? [] : writeField(kind, path, value, timeZone);
  });
}

/** Brackets stay as the documentation prints them; whatever has a meaning in a query is escaped. */
export function encodeFields(fields: readonly (readonly [name: string, value: string])[]): string {
  return fields
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name).replace(/%5B/g, '[').replace(/%5D/g, ']')}=${encodeURIComponent(value)}`,
    )
    .join('&');
}

function writeField(kind: Kind, path: string, value: unknown, timeZone: string): [string, string][] {
  if (kind.is === 'record' && isRecord(value)) return writeFields(kind.fields, value, { timeZone, within: path });
  if (kind.is === 'list' && Array.isArray(value)) {
    if (kind.csv) return [[path, value.map((item) => writeValue(kind.of, path, item, timeZone)).join(',')]];
    // An empty list cannot be told from none otherwise.
    if (value.length === 0) return [[path, '']];
    return value.flatMap((item, index) => writeField(kind.of, `${path}[${index}]`, item, timeZone));
  }
  return [[path, writeValue(kind, path, value, timeZone)]];
}

function writeValue(kind: Kind, path: string, value: unknown, timeZone: string): string {
  const mustBe = (what: string) => new IadvizeApiError('wrong_use', `${path} must be ${what}.`);
  if (kind.is === 'id' && kind.orNull && (value === null || value === 'null' || value === '!null'))
    return String(value);
  // Only what is set may be emptied: a filter with an empty value is not documented.
  if (value === null && !path.startsWith('filters[')) return '';
  switch (kind.is) {
    case 'id':
    case 'integer':
      if (!Number.isSafeInteger(value)) throw mustBe('a whole number');
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) throw mustBe('a number');
      return String(value);
    case 'boolean':
      if (typeof value !== 'boolean') throw mustBe('true or false');
      return value ? '1' : '0';
    case 'date':
      if (value instanceof Date && !Number.isNaN(value.getTime())) return writePlatformTime(value, timeZone);
      if (typeof value === 'string' && readClock(value) !== undefined) return value.trim();
      throw mustBe('a Date, or YYYY-MM-DD or YYYY-MM-DD HH:MM:SS');
    case 'choice':
      if (typeof value !== 'string' || !kind.among.includes(value)) throw mustBe(listed(kind.among, 'or'));
      return value;
    case 'text':
      if (typeof value !== 'string' || value.length > longestText)
        throw mustBe(`a text of at most ${longestText} characters`);
      return value;
    default:
      throw mustBe(kind.is === 'list' ? 'a list' : 'an object');
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listed(names: readonly string[], word = 'and'): string {
  const last = names.at(-1);
  if (last === undefined) return 'none';
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} ${word} ${last}`;
}
