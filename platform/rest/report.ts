import { statistic } from '../../connector/iadvize/resources/statistic.ts';
import { type Filters, filterRows, readFilters } from './filter-rows.ts';
import { Refused } from './read-fields.ts';
import { type RestWorld, type Row, rowsOf } from './rest-world.ts';

type Value = number | Record<string, number>;

/** `{ <indicator>: value }`, of each website's conversations; grouped or by the hour, one level more. That form is a guess: none is documented. */
export function reportOf(world: RestWorld, conversations: readonly Row[], given: unknown): Record<string, unknown> {
  const { website_list, website_id, indicators, resource, resource_id, granularity, ...filters } = readFilters(
    statistic.report,
    given,
  );
  if (indicators === undefined) throw new Refused("Field 'indicators' is missing.");
  const names = indicators.split(',');
  if (granularity && names.length > 1) throw new Refused("Value of field 'granularity' is not valid.");
  const websites = website_list?.split(',') ?? (website_id ? [website_id] : undefined);
  const rows = filterRows(world, conversations, filters as Filters).filter(
    (row) => !websites || websites.includes(String(row.website_id)),
  );
  const of = (chosen: readonly Row[]) =>
    Object.fromEntries(names.map((name) => [name, seriesOf(world, name, chosen, granularity)]));
  if (!resource) return of(rows);
  const groups = Map.groupBy(rows, (row) => String(row[`${resource}_id`] ?? row[resource] ?? 'none'));
  return Object.fromEntries(
    [...groups].filter(([key]) => !resource_id || key === resource_id).map(([key, each]) => [key, of(each)]),
  );
}

const digits: Record<string, number> = { hour: 13, day: 10, month: 7 };

function seriesOf(world: RestWorld, indicator: string, rows: readonly Row[], granularity: string | undefined): Value {
  if (!granularity) return numberOf(world, indicator, rows);
  const groups = Map.groupBy(rows, (row) => String(row.created_at).slice(0, digits[granularity]));
  return Object.fromEntries([...groups].map(([at, each]) => [at, numberOf(world, indicator, each)]));
}

/** Counted where the conversations tell it; elsewhere a number that only its name and their count decide. */
function numberOf(world: RestWorld, indicator: string, rows: readonly Row[]): number {
  if (indicator === 'contact_number') return rows.length;
  if (indicator === 'contact_unanswered_number') return rows.filter((row) => !row.operator_answer).length;
  if (indicator === 'transaction_after_contact_number') {
    const ids = new Set<unknown>(rows.map(({ id }) => id));
    return [...rowsOf(world, 'transaction').values()].filter((row) => ids.has(row.conversation_id)).length;
  }
  const scattered = [...indicator].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, rows.length);
  return indicator.endsWith('_rate') ? scattered / 997 : scattered;
}
