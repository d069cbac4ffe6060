import * as z from 'zod/mini';
import { readPlatformTime } from './platform-time.ts';
import type { Kind, Kinds } from './resources/kinds.ts';

type Reader = (value: unknown) => unknown;

const integerText = z.string().check(z.trim(), z.regex(/^-?\d{1,15}$/));
const numberText = z.string().check(z.trim(), z.regex(/^-?\d{1,15}(?:[.,]\d{1,15})?$/));
const yes = new Set<unknown>([true, 1, '1', 'true']);
const no = new Set<unknown>([false, 0, '0', 'false']);

/** Liberal: numbers may be texts, flags 0 and 1, lists texts with commas. A field that is missing or odd is left out, as is any other. */
export function readEntry(fields: Kinds, value: unknown, timeZone: string): Record<string, unknown> | undefined {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  if (!parsed.success) return undefined;
  const read = Object.entries(fields).flatMap(([name, kind]) => {
    const found = Object.hasOwn(parsed.data, name) ? readerOf(kind, timeZone)(parsed.data[name]) : undefined;
    return found === undefined ? [] : [[name, found]];
  });
  return Object.fromEntries(read);
}

function readerOf(kind: Kind, timeZone: string): Reader {
  switch (kind.is) {
    case 'id':
    case 'integer':
      return by(z.pipe(z.union([z.int(), integerText]), z.transform(Number)));
    case 'number':
      return by(
        z.pipe(
          z.union([z.number(), numberText]),
          z.transform((found) => Number(String(found).replace(',', '.'))),
        ),
      );
    case 'boolean':
      return (value) => (yes.has(value) ? true : no.has(value) ? false : undefined);
    case 'date':
      return (value) => (typeof value === 'string' ? readPlatformTime(value, timeZone) : undefined);
    case 'list':
      return (value) => readList(readerOf(kind.of, timeZone), value);
    case 'record':
      return (value) => readEntry(kind.fields, value, timeZone);
    default:
      return by(z.pipe(z.union([z.string(), z.number()]), z.transform(String)));
  }
}

function by(schema: z.ZodMiniType): Reader {
  return (value) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : undefined;
  };
}

function readList(read: Reader, value: unknown): unknown[] | undefined {
  const items =
    typeof value === 'string'
      ? value
          .split(',')
          .map((item) => item.trim())
          .filter(Boolean)
      : value;
  return Array.isArray(items) ? items.map(read).filter((item) => item !== undefined) : undefined;
}
