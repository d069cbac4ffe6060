import { type Answered, answerResource } from './rest/answer-resource.ts';
import { parseBody, Refused } from './rest/read-fields.ts';
import type { RestWorld } from './rest/rest-world.ts';

/** A call to the platform's REST API 2.0, as any HTTP server can hand it over. */
export interface RestCall {
  method: string;
  /** Below the base URL, with the query: `/website/1?key=…`. */
  pathAndQuery: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body?: string;
}

export interface RestAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** By API key: has its owner a right on the website of that number? */
export type ApiKeys = ReadonlyMap<string, (website: number) => boolean>;

/**
 * Answers as the platform does, from what `world` knows; without one, `GET /website/<number>` only. Websites exist as far as the key has
 * a right on them.
 */
export function answerRestCall(call: RestCall, keys: ApiKeys, world?: RestWorld): RestAnswer {
  const { method, pathAndQuery, headers, body = '' } = call;
  const { pathname, searchParams } = new URL(pathAndQuery, 'http://api.invalid');
  const hasRight = keys.get(apiKeyOf(headers, searchParams) ?? '');
  if (!hasRight) return envelope(403, { meta: { status: 'error', message: 'Forbidden' } });

  const steps = pathname.split('/').filter(Boolean);
  const [resource = '', id = ''] = steps;
  try {
    const given = parseBody(body, String(headers['content-type'] ?? ''));
    const answered = world && answerResource(world, { method, steps, query: searchParams, given, hasRight });
    if (answered) return success(answered);
    throw new Refused(/^\d+$/.test(id) ? `Unknown '${resource}' with 'id' ${id}.` : 'Unknown resource.');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const isWebsite = method === 'GET' && resource === 'website' && steps.length === 2 && /^\d{1,15}$/.test(id);
    if (isWebsite && hasRight(Number(id))) return success({ data: anyWebsite(Number(id)) });
    return envelope(400, { meta: { status: 'fail', message: error.message } });
  }
}

function success({ message, ...rest }: Answered): RestAnswer {
  return envelope(200, { meta: { status: 'success', ...(message !== undefined && { message }) }, ...rest });
}

function anyWebsite(id: number): object {
  return { id, url: 'https://shop.example', label: `Website ${id}`, _link: `/website/${id}` };
}

/** The three ways to send it: a header, a parameter, the user name of Basic authentication. */
function apiKeyOf(headers: RestCall['headers'], parameters: URLSearchParams): string | undefined {
  const header = headers['x-api-key'];
  if (typeof header === 'string') return header;
  const parameter = parameters.get('key');
  if (parameter !== null) return parameter;
  const [, basic] = String(headers.authorization ?? '').match(/^Basic +([\w+/=-]+)$/i) ?? [];
  return basic && Buffer.from(basic, 'base64').toString('utf8').split(':')[0];
}

function envelope(status: number, body: unknown): RestAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
