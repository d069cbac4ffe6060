import { type Deadline, deadlineIn } from '../deadline.ts';
import { ShopFailure } from '../errors.ts';
import { platformOf, type Website } from '../website.ts';
import { IadvizeApiError } from './api-error.ts';
import { baseUrlOf, callIadvize, type Envelope, isApiKey } from './call-iadvize.ts';
import { type Period, periodsOf } from './periods.ts';
import { usualTimeZone } from './platform-time.ts';
import { readEntry } from './read-entry.ts';
import type { Kinds } from './resources/kinds.ts';
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

type Fields = Readonly<Record<string, unknown>>;

/** Sends what is documented and reads the envelope. Throws `IadvizeApiError`. */
export interface Caller {
  get(path: string, filters?: Kinds, given?: Fields, paging?: Readonly<Record<string, string>>): Promise<Envelope>;
  write(method: 'POST' | 'PUT' | 'DELETE', path: string, kinds?: Kinds, given?: Fields): Promise<Envelope>;
  /** undefined for what is no object. */
  read(fields: Kinds, data: unknown): Record<string, unknown> | undefined;
  periodsOf(filters: Kinds, period: Fields): Period[];
}

export function openCaller(options: IadvizeApiOptions): Caller {
  const { website, key, sendKeyAs = 'header', deadline, timeZone = usualTimeZone } = options;
  const base = baseUrlOf(platformOf(website));
  if (!base) throw new IadvizeApiError('wrong_use', `The platform of ${website} has no documented REST API.`);
  if (!isApiKey(key)) throw new IadvizeApiError('wrong_use', 'An API key is 1 to 256 characters without spaces.');
  if (sendKeyAs === 'basic' && key.includes(':')) {
    throw new IadvizeApiError('wrong_use', 'Basic authentication ends a key at its colon: send it another way.');
  }
  const keyHeader = keyHeaders(key)[sendKeyAs];
  const keyParameter: [string, string][] = sendKeyAs === 'query' ? [['key', key]] : [];

  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    query: [string, string][],
    form?: string,
  ) {
    const parameters = encodeFields([...query, ...keyParameter]);
    const request = {
      ...{ url: `${base}${path}${parameters && `?${parameters}`}`, method, maxBytes },
      ...(form !== undefined && { body: form }),
      headers: { ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }), ...keyHeader },
    };
    const within = (deadline ?? deadlineIn(longestCall)).within(longestCall);
    const envelope = await callIadvize(request, { website, deadline: within }).catch((error: unknown) => {
      throw noAnswer(error, method);
    });
    const { status, message } = envelope.meta;
    if (status === 'success') return envelope;
    if (status === 'fail' || status === 'error') {
      throw new IadvizeApiError(status, withoutKey(message, key) || `iAdvize answered ${status}.`);
    }
    throw new IadvizeApiError('unreadable', 'iAdvize answered with another status than success, fail and error.');
  }

  return {
    get(path, filters = {}, given = {}, paging = {}) {
      const written = writeFields(filters, given, { timeZone, within: 'filters' });
      return call('GET', path, [...written, ...Object.entries(paging)]);
    },
    write(method, path, kinds = {}, given = {}) {
      const form = method === 'DELETE' ? undefined : encodeFields(writeFields(kinds, given, { timeZone }));
      return call(method, path, [], form);
    },
    read: (fields, data) => readEntry(fields, data, timeZone),
    periodsOf: (filters, { from, to }) =>
      periodsOf(Object.fromEntries(writeFields(filters, { from, to }, { timeZone }))),
  };
}

function keyHeaders(key: string): Record<'header' | 'query' | 'basic', Record<string, string>> {
  // The password is arbitrary.
  const basic = Buffer.from(`${key}:x`).toString('base64');
  return { header: { 'x-api-key': key }, query: {}, basic: { authorization: `Basic ${basic}` } };
}

function noAnswer(error: unknown, method: string): IadvizeApiError {
  const doubt = method === 'GET' ? '' : ' Whether it did what was asked is not known.';
  if (!(error instanceof ShopFailure)) {
    const text = 'iAdvize answered with something else than what its API is documented to answer.';
    return new IadvizeApiError('unreadable', text + doubt, { cause: error });
  }
  const texts: Partial<Record<ShopFailure['reason'], string>> = {
    too_slow: 'iAdvize did not answer in time.',
    too_large: 'The answer of iAdvize is larger than 16 MB: ask for fewer entries at a time.',
  };
  const text = texts[error.reason] ?? 'iAdvize could not be asked.';
  return new IadvizeApiError('no_answer', text + doubt, { cause: error });
}

/** The platform's own words on one line; none, where they repeat the key. */
function withoutKey(message = '', key: string): string {
  const spellings = [key, encodeURIComponent(key), Buffer.from(key).toString('base64').replace(/=+$/, '')];
  if (spellings.some((spelling) => message.includes(spelling))) return '';
  return message
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 500);
}
