import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

/** A request as the gateway received it. */
export interface GatewayRequest {
  method: string;
  /** Path and query as they stood on the request line. */
  target: string;
  /** Names and values in turn, as received: `IncomingMessage.rawHeaders`. */
  rawHeaders: readonly string[];
  body: Buffer;
  sourceIp: string;
}

/** What the gateway adds to it. */
export interface GatewayContext {
  /** E.g. `GET /products`. */
  routeKey: string;
  requestId: string;
  /** Epoch milliseconds. */
  receivedAt: number;
}

export interface GatewayAnswer {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
}

/** The event of payload version 2.0 that a function gets for a request to the `$default` stage of an HTTP API. */
export function toGatewayEvent(request: GatewayRequest, context: GatewayContext): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request.target);
  const { cookie, ...headers } = joinHeaders(request.rawHeaders);
  const cookies = cookie?.split(/;\s*/).filter(Boolean);
  const parameters = queryParameters(query);
  const base64 = request.body.length > 0 && !isText(headers['content-type']);
  const domainName = headers.host ?? 'localhost';
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies?.length ? { cookies } : {}),
    headers,
    ...(parameters ? { queryStringParameters: parameters } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: context.requestId,
      routeKey: context.routeKey,
      stage: '$default',
      time: commonLogTime(context.receivedAt),
      timeEpoch: context.receivedAt,
    },
    ...(request.body.length ? { body: request.body.toString(base64 ? 'base64' : 'utf8') } : {}),
    isBase64Encoded: base64,
  };
}

/** Without a `statusCode`, whatever a function answers is the JSON body of a 200. Throws on what the gateway calls malformed. */
export function fromFunctionResult(result: APIGatewayProxyResultV2 | undefined): GatewayAnswer {
  if (typeof result !== 'object' || result === null || result.statusCode === undefined) {
    const body = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result ?? null));
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new Error(`statusCode ${result.statusCode}`);
  if (result.body !== undefined && typeof result.body !== 'string') throw new Error('The body is not a string.');
  const headers: Record<string, string> = { 'content-type': 'text/plain;charset=UTF-8' };
  for (const [name, value] of Object.entries(result.headers ?? {})) headers[name.toLowerCase()] = String(value);
  const body = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
  return { status, headers, cookies: result.cookies ?? [], body };
}

export function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: '' };
  return { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

function joinHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    const value = raw[index + 1]!;
    const separator = name === 'cookie' ? '; ' : ',';
    headers[name] = name in headers ? headers[name] + separator + value : value;
  }
  return headers;
}

function queryParameters(query: string): Record<string, string> | undefined {
  if (!query) return undefined;
  const parameters: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

/** An HTTP API has no list of binary types to set: only these are text. All else reaches the function in base64, forms too. */
function isText(contentType = ''): boolean {
  const mediaType = contentType.split(';')[0]!.trim().toLowerCase();
  return /^(text\/.*|application\/(json|javascript|xml))$/.test(mediaType);
}

/** `12/Mar/2026:19:03:58 +0000` */
function commonLogTime(epoch: number): string {
  const [, day, month, year, time] = new Date(epoch).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
