import { IadvizeApiError } from './api-error.ts';
import type { IadvizeApi, ListOptions } from './api-types.ts';
import { type Caller, type IadvizeApiOptions, openCaller } from './caller.ts';
import { listPages } from './list-pages.ts';
import type { Kinds } from './resources/kinds.ts';
import type { Operation, Resource } from './resources/resource.ts';
import { resources } from './resources/resources.ts';

const maxPageSize = 100;

type Fields = Readonly<Record<string, unknown>>;

/** The platform's REST API 2.0. Reads are repeated once after a passing failure, writes never. Throws `IadvizeApiError`. */
export function iadvizeApi(options: IadvizeApiOptions): IadvizeApi {
  const caller = openCaller(options);
  const api = Object.entries<Resource>(resources).map(([name, resource]) => [
    name,
    resourceApi(caller, name, resource),
  ]);
  return Object.fromEntries(api) as IadvizeApi;
}

function resourceApi(caller: Caller, name: string, resource: Resource): object {
  const {
    operations = [],
    fields = {},
    filters = {},
    parts = {},
    actions = {},
    report,
    threeMonths = false,
  } = resource;
  return {
    ...pick(operations, callsOf(caller, { path: (id) => `/${name}${id ?? ''}`, fields, filters, threeMonths })),
    ...mapEntries(parts, (part, { operations, fields, settable }) => {
      const path = (id = '') => `/${name}${id}/${part}`;
      return pick(operations, callsOf(caller, { path, fields, filters, ...(settable && { settable }) }));
    }),
    ...mapEntries(actions, (action, { parameters, fields }) => async (given: Fields) => {
      for (const each of Object.keys(parameters)) {
        if (given[each] === undefined) throw new IadvizeApiError('wrong_use', `${each} is missing.`);
      }
      const { data } = await caller.write('POST', `/${name}/${action}`, parameters, given);
      return caller.read(fields, data) ?? {};
    }),
    ...(report && { read: async (given: Fields) => (await caller.get(`/${name}`, report, given)).data }),
  };
}

interface Place {
  /** `id` with its slash. */
  path: (id?: string) => string;
  fields: Kinds;
  filters: Kinds;
  settable?: Kinds;
  threeMonths?: boolean;
}

function callsOf(caller: Caller, { path, fields, filters, settable, threeMonths = false }: Place) {
  const { id: _, ...others } = fields;
  const writable = settable ?? others;
  const of = (id: unknown) => {
    if (!Number.isSafeInteger(id)) throw new IadvizeApiError('wrong_use', 'The id must be a whole number.');
    return path(`/${id}`);
  };
  const entryOf = (data: unknown) => {
    const entry = caller.read(fields, data);
    if (!entry || ('id' in fields && entry.id === undefined)) {
      throw new IadvizeApiError('unreadable', 'iAdvize answered with no entry that has an id.');
    }
    return entry;
  };
  return {
    async *list(given: Fields = {}, options: ListOptions = {}) {
      const { full, limit = maxPageSize, onPage } = options;
      if (!Number.isInteger(limit) || limit < 1 || limit > maxPageSize) {
        throw new IadvizeApiError('wrong_use', `limit must be 1 to ${maxPageSize}.`);
      }
      const paging = { ...(full && { full: '1' }), limit: String(limit) };
      let known: ReadonlySet<number> = new Set();
      for (const period of threeMonths ? caller.periodsOf(filters, given) : [{}]) {
        const seen = new Set<number>();
        const ask = (page: number) =>
          caller.get(path(), filters, { ...given, ...period }, { ...paging, page: String(page) });
        for await (const row of listPages(ask, { known, seen, ...(onPage && { onPage }) })) yield entryOf(row);
        known = seen;
      }
    },
    get: async (id: unknown) => entryOf((await caller.get(of(id))).data),
    create: async (given: Fields) => entryOf((await caller.write('POST', path(), writable, given)).data),
    async update(id: unknown, given: Fields) {
      const { meta, data } = await caller.write('PUT', of(id), writable, given);
      return { entry: caller.read(fields, data) ?? {}, message: meta.message };
    },
    async delete(id: unknown) {
      await caller.write('DELETE', of(id));
    },
  } satisfies Record<Operation, unknown>;
}

function pick<Calls extends object>(names: readonly (keyof Calls)[], calls: Calls): Partial<Calls> {
  return Object.fromEntries(names.map((name) => [name, calls[name]])) as Partial<Calls>;
}

function mapEntries<Value, Mapped>(
  of: Readonly<Record<string, Value>>,
  map: (name: string, value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, map(name, value)]));
}
