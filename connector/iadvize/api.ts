import { type Deadline, deadlineIn } from '../deadline.ts';
import { ShopFailure } from '../errors.ts';
import { platformOf, type Website } from '../website.ts';
import { IadvizeApiError } from './api-error.ts';
import type { IadvizeApi, ListOptions } from './api-types.ts';
import { baseUrlOf, callIadvize, type Envelope, isApiKey } from './call-iadvize.ts';
import { listPages } from './list-pages.ts';
import { periodsOf } from './periods.ts';
import { usualTimeZone } from './platform-time.ts';
import { readEntry } from './read-entry.ts';
import type { Kinds } from './resources/kinds.ts';
import type { Operation, Resource } from './resources/resource.ts';
import { resources } from './resources/resources.ts';
import { encodeFields, writeFields } from './write-fields.ts';

export interface IadvizeApiOptions {
  /** Whose platform is called: `ha-…` the high-availability one, `sd-…` the standard one. */
  website: Website;
  /** Its owner's rights decide what is seen. */
  key: string;
  /** The three documented ways. Default `header`; with `query` the key stands in URLs, and logs keep those. */
  sendKeyAs?: 'header' | 'query' | 'basic';
  /** Of all that is asked; each call has 15 s of it at most. */
  deadline?: Deadline;
  /** IANA name of the zone of the platform's dates, which is not documented. Default `Europe/Paris`. */
  timeZone?: string;
}

const longestCall = 15_000;
const maxBytes = 16 * 2 ** 20;
const maxPageSize = 100;

type Fields = Readonly<Record<string, unknown>>;

/** The platform's REST API 2.0. Reads are repeated once after a passing failure, writes never. Throws `IadvizeApiError`. */
export function iadvizeApi(options: IadvizeApiOptions): IadvizeApi {
  const caller = new Caller(options);
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

/** Sends what is documented and reads the envelope. */
class Caller {
  readonly #options: IadvizeApiOptions;
  readonly #timeZone: string;

  constructor(options: IadvizeApiOptions) {
    this.#options = options;
    this.#timeZone = options.timeZone ?? usualTimeZone;
    if (!isApiKey(options.key))
      throw new IadvizeApiError('error', 'This is no API key: it must be 1 to 256 characters without spaces.');
    if (options.sendKeyAs === 'basic' && options.key.includes(':')) {
      throw new IadvizeApiError('wrong_use', 'Basic authentication ends a key at its colon: send it another way.');
    }
  }

  read(fields: Kinds, data: unknown): Record<string, unknown> | undefined {
    return readEntry(fields, data, this.#timeZone);
  }

  periodsOf(filters: Kinds, { from, to }: Fields) {
    return periodsOf(Object.fromEntries(writeFields(filters, { from, to }, { timeZone: this.#timeZone })));
  }

  get(path: string, filters: Kinds = {}, given: Fields = {}, paging: Record<string, string> = {}): Promise<Envelope> {
    const written = writeFields(filters, given, { timeZone: this.#timeZone, within: 'filters' });
    return this.#call('GET', path, [...written, ...Object.entries(paging)]);
  }

  write(method: 'POST' | 'PUT' | 'DELETE', path: string, kinds: Kinds = {}, given: Fields = {}): Promise<Envelope> {
    const form = encodeFields(writeFields(kinds, given, { timeZone: this.#timeZone }));
    return this.#call(method, path, [], method === 'DELETE' ? undefined : form);
  }

  async #call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    query: readonly (readonly [string, string])[],
    form?: string,
  ): Promise<Envelope> {
    const { website, key, sendKeyAs = 'header', deadline = deadlineIn(longestCall) } = this.#options;
    const base = baseUrlOf(platformOf(website));
    if (!base) throw new IadvizeApiError('wrong_use', `The platform of ${website} has no documented REST API.`);
    const parameters = encodeFields(sendKeyAs === 'query' ? [...query, ['key', key]] : query);
    const request = {
      ...{ url: `${base}${path}${parameters && `?${parameters}`}`, method, maxBytes },
      ...(form !== undefined && { body: form }),
      headers: {
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(sendKeyAs === 'header' && { 'x-api-key': key }),
        ...(sendKeyAs === 'basic' && { authorization: `Basic ${Buffer.from(`${key}:x`).toString('base64')}` }),
      },
    };
    let envelope: Envelope;
    try {
      envelope = await callIadvize(request, { website, deadline: deadline.within(longestCall) });
    } catch (error) {
      throw this.#noAnswer(error, method);
    }
    const { status, message } = envelope.meta;
    if (status === 'success') return envelope;
    if (status === 'fail' || status === 'error')
      throw new IadvizeApiError(status, this.#said(message) || `iAdvize answered ${status}.`);
    throw new IadvizeApiError('unreadable', 'iAdvize answered with another status than success, fail and error.');
  }

  #noAnswer(error: unknown, method: string): IadvizeApiError {
    const doubt = method === 'GET' ? '' : ' Whether it did what was asked is not known.';
    if (!(error instanceof ShopFailure)) {
      return new IadvizeApiError(
        'unreadable',
        `iAdvize answered with something else than its documentation says.${doubt}`,
        { cause: error },
      );
    }
    const how = { too_slow: 'in time', too_large: 'within 16 MB: ask for fewer at a time' } as Partial<
      Record<string, string>
    >;
    return new IadvizeApiError(
      'no_answer',
      `iAdvize did not answer ${how[error.reason] ?? 'as an API does'}.${doubt}`,
      { cause: error },
    );
  }

  /** The platform's own words, on one line, unless they repeat the key. */
  #said(message = ''): string {
    const { key } = this.#options;
    const spellings = [key, encodeURIComponent(key), Buffer.from(key).toString('base64').replace(/=+$/, '')];
    if (spellings.some((spelling) => message.includes(spelling))) return '';
    return message
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim()
      .slice(0, 500);
  }
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
