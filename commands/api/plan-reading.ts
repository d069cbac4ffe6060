import type { IadvizeApi, PageProgress } from '../../connector/iadvize/api-types.ts';
import type { Kinds } from '../../connector/iadvize/resources/kinds.ts';
import type { Resource } from '../../connector/iadvize/resources/resource.ts';
import { resources } from '../../connector/iadvize/resources/resources.ts';
import { ssoUrl } from '../../connector/iadvize/sso-url.ts';
import { platformOf, type Website } from '../../connector/website.ts';
import { entryTable, entryText } from './entry-text.ts';
import { filterValues } from './filter-values.ts';

/** The client's calls that the command makes, whatever the resource. */
interface Reading {
  list?(
    filters: object,
    options: { full: boolean; onPage(page: PageProgress): void },
  ): AsyncIterable<Record<string, unknown>>;
  get?(id: number): Promise<Record<string, unknown>>;
  read?(filters: object): Promise<unknown>;
}

interface Screen {
  width: number;
  print(text: string): void;
  /** One line that takes the place of the one before; '' takes it away. */
  progress(line: string): void;
}

interface Options {
  filter?: string[] | undefined;
  first?: string | undefined;
  page?: string | undefined;
  json?: boolean | undefined;
}

type Work = (api: IadvizeApi, website: Website, screen: Screen) => Promise<void>;

/** What was typed, checked before anything is asked; undefined when it is none of the command's actions. */
export function planReading(
  positionals: readonly string[],
  { filter = [], first, page, json }: Options,
): Work | undefined {
  const [action = '', ...rest] = positionals;
  const shown = (value: unknown, text: () => string) => (json ? JSON.stringify(value, null, 2) : text());
  const most = first === undefined ? Number.POSITIVE_INFINITY : wholeNumber(first, '--first');
  if (page !== undefined && action !== 'sso') throw new Error('--page goes with sso.');

  const list = (reading: (api: IadvizeApi) => Reading, filters: Kinds, fields: Kinds): Work => {
    const given = filterValues(filters, filter);
    return async (api, _website, { width, print, progress }) => {
      const onPage = ({ page, pages, count }: PageProgress) => {
        if (pages > 1) progress(`Page ${page} of ${pages}${count === undefined ? '' : `, ${count} entries`}`);
      };
      const entries: Record<string, unknown>[] = [];
      for await (const entry of reading(api).list!(given, { full: true, onPage })) {
        if (entries.push(entry) >= most) break;
      }
      progress('');
      const text = () => entryTable(entries, Object.keys(fields), width);
      print(shown(entries, () => (entries.length > 0 ? text() : 'There is none.')));
    };
  };
  const get = (reading: (api: IadvizeApi) => Reading, id: string): Work => {
    const number = wholeNumber(id, 'The id');
    refuseFilters(filter);
    return async (api, _website, { print }) => {
      const entry = await reading(api).get!(number);
      print(shown(entry, () => entryText(entry)));
    };
  };

  const { operator, statistic } = resources;
  const [subject, id] = rest;
  if (action === 'list' && rest.length === 1) {
    const { filters = {}, fields = {} } = resourceThatHas(subject!, 'list');
    return list((api) => readingOf(api, subject!), filters, fields);
  }
  if (action === 'get' && rest.length === 2 && resourceThatHas(subject!, 'get')) {
    return get((api) => readingOf(api, subject!), id!);
  }
  if (action === 'live' && rest.length === 0) {
    return list((api) => api.operator.live, operator.filters, operator.parts.live.fields);
  }
  if ((action === 'live' || action === 'profile' || action === 'statistic') && rest.length === 1) {
    return get((api) => api.operator[action], subject!);
  }
  if (action === 'statistic' && rest.length === 0) {
    const given = filterValues(statistic.report, filter);
    return async (api, _website, { print }) => {
      const report = await api.statistic.read(given);
      print(shown(report, () => entryText(Object(report))));
    };
  }
  if (action === 'sso' && rest.length === 1) {
    const number = wholeNumber(subject!, 'The operator');
    refuseFilters(filter);
    return async (api, website, { print }) => {
      const url = ssoUrl(await api.operator.get(number), {
        platform: platformOf(website),
        ...(page !== undefined && { page }),
      });
      print(shown({ url }, () => url));
    };
  }
  return undefined;
}

function resourceThatHas(name: string, operation: 'list' | 'get'): Resource {
  const names = Object.keys(resources);
  if (!names.includes(name)) throw new Error(`There is no resource ${name}: expected one of ${names.join(', ')}.`);
  const resource: Resource = resources[name as keyof typeof resources];
  if (resource.operations?.includes(operation)) return resource;
  const instead = resource.report ? ' `npm run api -- statistic` reads its report.' : '';
  throw new Error(`${name} has no ${operation} in the documentation.${instead}`);
}

function readingOf(api: IadvizeApi, name: string): Reading {
  return api[name as keyof IadvizeApi] as Reading;
}

function refuseFilters(filters: readonly string[]): void {
  if (filters.length > 0) throw new Error('--filter goes with list, live and statistic, without an id.');
}

function wholeNumber(text: string, what: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new Error(`${what} must be a number, not ${text}.`);
  return Number(text);
}
