/** A call to the platform's REST API 2.0, as any HTTP server can hand it over. */
export interface RestCall {
  method: string;
  /** Below the base URL, with the query: `/website/1?key=…`. */
  pathAndQuery: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface RestAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** By API key: has its owner a right on the website of that number? */
export type ApiKeys = ReadonlyMap<string, (website: number) => boolean>;

/** Answers `GET /website/<number>` in the platform's envelope; every other resource is unknown here. */
export function answerRestCall({ method, pathAndQuery, headers }: RestCall, keys: ApiKeys): RestAnswer {
  const { pathname, searchParams } = new URL(pathAndQuery, 'http://api.invalid');
  const hasRight = keys.get(apiKeyOf(headers, searchParams) ?? '');
  if (!hasRight) return envelope(403, { meta: { status: 'error', message: 'Forbidden' } });

  const [, resource = '', id = ''] = pathname.match(/^\/(\w+)\/(\d+)\/?$/) ?? [];
  if (method === 'GET' && resource === 'website' && hasRight(Number(id))) {
    const number = Number(id);
    const website = {
      id: number,
      url: 'https://shop.example',
      label: `Website ${number}`,
      _link: `/website/${number}`,
    };
    return envelope(200, { meta: { status: 'success' }, data: website });
  }
  const message = resource ? `Unknown '${resource}' with 'id' ${id}.` : 'Unknown resource.';
  return envelope(404, { meta: { status: 'fail', message } });
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
