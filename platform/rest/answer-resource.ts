import type { Operation, Resource } from '../../connector/iadvize/resources/resource.ts';
import { resources } from '../../connector/iadvize/resources/resources.ts';
import { callback } from './callback.ts';
import { clockText } from './clock.ts';
import { filterRows, readFilters, withinThreeMonths } from './filter-rows.ts';
import { partOf, setLive } from './operator-parts.ts';
import { nested, Refused, readFields } from './read-fields.ts';
import { reportOf } from './report.ts';
import { nextId, type RestWorld, type Row, rowsOf } from './rest-world.ts';

export interface ResourceCall {
  method: string;
  /** Below the base URL, without slashes at its ends. */
  steps: readonly string[];
  query: URLSearchParams;
  given: Record<string, unknown>;
  /** Of the key's owner. */
  hasRight: (website: number) => boolean;
}

export interface Answered {
  message?: string;
  data?: unknown;
  pagination?: object;
}

/** What a resource cannot be made without; [D] does not say. */
const mandatory: Record<string, readonly string[]> = {
  ...{ operator: ['name', 'email'], group: ['name'], skill: ['name'], tag: ['name'], visitor: ['unique_id'] },
};

/** Plays every documented operation. undefined for what is not documented; throws `Refused`. */
export function answerResource(world: RestWorld, call: ResourceCall): Answered | undefined {
  const [name = '', second, third, ...more] = call.steps;
  const resource = Object.hasOwn(resources, name) ? (resources as Record<string, Resource>)[name]! : undefined;
  if (!resource || more.length > 0) return undefined;
  const { method, query, given } = call;
  const { filters = {}, parts = {}, actions = {}, operations = [] } = resource;
  const may = (operation: Operation) => operations.includes(operation);
  const filtersGiven = nested(query).filters;
  const id = /^\d{1,15}$/.test(second ?? '') ? Number(second) : undefined;

  if (second === undefined) {
    if (method === 'GET' && resource.report)
      return { data: reportOf(world, visible(world, call, 'conversation'), filtersGiven) };
    if (method === 'GET' && may('list')) {
      const read = readFilters(filters, filtersGiven);
      const rows = filterRows(
        world,
        visible(world, call, name),
        resource.threeMonths ? withinThreeMonths(world, read) : read,
      );
      return page(name, rows, query);
    }
    return method === 'POST' && may('create') ? create(world, name, resource, given) : undefined;
  }
  if (third === undefined && id !== undefined) {
    const row = () => known(visible(world, call, name), name, id);
    if (method === 'GET' && may('get')) return { data: linked(name, row()) };
    if (method === 'PUT' && may('update'))
      return { data: linked(name, Object.assign(row(), settable(resource, given))) };
    if (method !== 'DELETE' || !may('delete')) return undefined;
    rowsOf(world, name).delete(row().id);
    return {};
  }
  if (third === undefined) {
    const action = actions[second];
    if (method === 'POST' && action)
      return callback(
        world,
        second,
        readMandatory(Object.keys(action.parameters), readFields(action.parameters, given)),
      );
    if (method !== 'GET' || !parts[second]?.operations.includes('list')) return undefined;
    const rows = filterRows(world, visible(world, call, name), readFilters(filters, filtersGiven));
    return { data: rows.map((row) => partOf(world, second, row)) };
  }
  const part = Object.hasOwn(parts, third) ? parts[third] : undefined;
  if (!part || id === undefined) return undefined;
  const row = known(visible(world, call, name), name, id);
  if (method === 'GET') return { data: partOf(world, third, row) };
  if (method !== 'PUT' || !part.operations.includes('update')) return undefined;
  return setLive(world, row, readFields(part.settable ?? part.fields, given));
}

/** What the owner of the key may see: with a website, those of it; the rest everybody's. */
function visible(world: RestWorld, { hasRight }: ResourceCall, name: string): Row[] {
  return [...rowsOf(world, name).values()].filter((row) => {
    const websites = name === 'website' ? row.id : (row.website_list ?? row.website_id);
    return websites == null || [websites].flat().some((website) => hasRight(Number(website)));
  });
}

function known(rows: readonly Row[], name: string, id: number): Row {
  const row = rows.find((each) => each.id === id);
  if (!row) throw new Refused(`Unknown '${name}' with 'id' ${id}.`);
  return row;
}

const linked = (name: string, row: Row) => ({ ...row, _link: `/${name}/${row.id}` });

/** The newest first, as the documentation's example has them. */
function page(name: string, rows: readonly Row[], query: URLSearchParams): Answered {
  const [limit, asked] = [Math.min(positive(query.get('limit'), 20), 100), positive(query.get('page'), 1)];
  const isFull = /^(1|true)$/.test(query.get('full') ?? '');
  const sorted = rows.toSorted((a, b) => b.id - a.id).slice((asked - 1) * limit, asked * limit);
  return {
    data: sorted.map((row) => (isFull ? linked(name, row) : { id: row.id, _link: `/${name}/${row.id}` })),
    pagination: { page: asked, pages: Math.ceil(rows.length / limit), limit, count: rows.length },
  };
}

function positive(text: string | null, usual: number): number {
  const found = Number(text ?? usual);
  return Number.isSafeInteger(found) && found > 0 ? found : usual;
}

function settable({ fields = {} }: Resource, given: Record<string, unknown>): Record<string, unknown> {
  const { id: _, created_at: __, ...others } = fields;
  return readFields(others, given);
}

function readMandatory(names: readonly string[], read: Record<string, unknown>): Record<string, unknown> {
  for (const name of names) if (read[name] == null) throw new Refused(`Field '${name}' is missing.`);
  return read;
}

function create(world: RestWorld, name: string, resource: Resource, given: Record<string, unknown>): Answered {
  const read = readMandatory(mandatory[name] ?? [], settable(resource, given));
  const row = {
    ...read,
    id: nextId(world, name),
    ...('created_at' in (resource.fields ?? {}) && { created_at: clockText(world.now()) }),
  };
  rowsOf(world, name).set(row.id, row);
  return { data: linked(name, row) };
}
