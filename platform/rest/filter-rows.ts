import type { Kinds } from '../../connector/iadvize/resources/kinds.ts';
import { clockText } from './clock.ts';
import { isOfKind, Refused } from './read-fields.ts';
import { type RestWorld, type Row, rowsOf } from './rest-world.ts';

export type Filters = Readonly<Record<string, string>>;

/** What was given under `filters`, as far as it is documented. */
export function readFilters(kinds: Kinds, given: unknown): Filters {
  return Object.fromEntries(
    Object.entries(kinds).flatMap(([name, kind]) => {
      const value: unknown = Object(given)[name];
      if (value === undefined) return [];
      const isNull = kind.is === 'id' && kind.orNull && (value === 'null' || value === '!null');
      if (typeof value !== 'string' || !(isNull || isOfKind(kind, value))) {
        throw new Refused(`Value of field '${name}' is not valid.`);
      }
      return [[name, value]];
    }),
  );
}

export function filterRows(world: RestWorld, rows: readonly Row[], filters: Filters): Row[] {
  const checks = Object.entries(filters).map(([name, value]) => checkOf(world, name, value));
  return rows.filter((row) => checks.every((check) => check(row)));
}

function checkOf(world: RestWorld, name: string, value: string): (row: Row) => boolean {
  switch (name) {
    case 'from':
      return (row) => momentOf(row) >= value;
    case 'to':
      // A day without a time is meant to its end.
      return (row) => momentOf(row) <= (value.length > 10 ? value : `${value} 23:59:59`);
    case 'connected':
      return ({ id }) => rowsOf(world, 'live').get(id)?.connected === (value === '1');
    case 'visitor_id': {
      const uid = rowsOf(world, 'visitor').get(Number(value))?.unique_id;
      return (row) => uid !== undefined && row.visitor_uid === uid;
    }
    default: {
      const matches = matcherOf(value);
      return (row) => {
        const found = row[name] ?? row[name.replace(/_id$/, '_list')] ?? null;
        return Array.isArray(found) ? found.some(matches) : matches(found);
      };
    }
  }
}

function matcherOf(value: string): (found: unknown) => boolean {
  if (value === 'null') return (found) => found === null;
  if (value === '!null') return (found) => found !== null;
  const parts = value.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`, 'isu');
  return (found) => found !== null && pattern.test(String(found));
}

function momentOf(row: Row): string {
  return String(row.created_at ?? row.start_at ?? '');
}

/** The documented rules for a period that may span three months: the filters with both ends. */
export function withinThreeMonths(world: RestWorld, { from, to, ...others }: Filters): Filters {
  if (from && to) {
    if (addMonths(from, 3) < to) throw new Refused("The period from 'from' to 'to' is over 3 months.");
    return { ...others, from, to };
  }
  if (from) return { ...others, from, to: addMonths(from, 3) };
  const end = to ?? clockText(world.now());
  return { ...others, from: addMonths(end, -3), to: end };
}

function addMonths(text: string, months: number): string {
  const date = new Date(`${text.replace(' ', 'T')}${text.length > 10 ? '' : 'T00:00:00'}Z`);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
