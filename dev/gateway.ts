import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { APIGatewayProxyResultV2 } from 'aws-lambda';
import { fromFunctionResult, type GatewayAnswer, splitTarget, toGatewayEvent } from './gateway-event.ts';
import type { InvocationOutcome, LocalFunction } from './lambda-function.ts';
import { type LocalServer, listenLocally } from './local-server.ts';

/** By route key, e.g. `GET /products`. */
export type Routes = ReadonlyMap<string, LocalFunction>;

export interface AccessLogEntry {
  method: string;
  path: string;
  status: number;
  milliseconds: number;
  requestId: string;
}

export interface Gateway extends LocalServer {
  /** New requests take the new routes; calls under way keep the old ones. */
  setRoutes(routes: Routes): void;
}

/** The gateway's own limits: what it refuses never reaches a function. */
const maximumBodyBytes = 10 * 1024 * 1024;
const maximumHeaderBytes = 10_240;
/** Milliseconds that it waits for a function. */
const longestWait = 29_000;

/** Serves functions over HTTP as the `$default` stage of an HTTP API does, its own refusals included. */
export async function startGateway(
  port: number,
  log: (entry: AccessLogEntry) => void,
  patience = longestWait,
): Promise<Gateway> {
  let routes: Routes = new Map();
  const answer = async (request: IncomingMessage, requestId: string): Promise<GatewayAnswer> => {
    const { method = 'GET', url: target = '/', rawHeaders } = request;
    if (headerBytes(method, target, rawHeaders) > maximumHeaderBytes) {
      return refusal(431, 'Request Header Fields Too Large');
    }
    const routeKey = findRoute(routes, method, splitTarget(target).path);
    const called = routeKey && routes.get(routeKey);
    if (!routeKey || !called) return refusal(404, 'Not Found');
    const body = await readBody(request);
    if (!body) return refusal(413, 'Request Entity Too Large');
    const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
    const context = { routeKey, requestId, receivedAt: Date.now() };
    const event = toGatewayEvent({ method, target, rawHeaders, body, sourceIp }, context);
    const outcome = await within(patience, called.invoke(event, requestId));
    if (outcome.kind === 'timeout' || outcome.kind === 'throttled') return refusal(503, 'Service Unavailable');
    if (outcome.kind === 'error') return refusal(500, 'Internal Server Error');
    try {
      return fromFunctionResult(outcome.result as APIGatewayProxyResultV2 | undefined);
    } catch {
      return refusal(500, 'Internal Server Error');
    }
  };

  const server = createServer({ maxHeaderSize: 65_536, keepAliveTimeout: 60_000 }, async (request, response) => {
    const started = performance.now();
    const requestId = randomUUID();
    try {
      const { status, headers, cookies, body } = await answer(request, requestId);
      const { method = '', url = '' } = request;
      const milliseconds = performance.now() - started;
      log({ method, path: splitTarget(url).path, status, milliseconds, requestId });
      // The rest of a body that nobody reads must not be taken for the next request.
      if (!request.complete) response.setHeader('connection', 'close');
      if (cookies.length) response.setHeader('set-cookie', cookies);
      response.writeHead(status, { ...headers, 'content-length': body.length, 'apigw-requestid': requestId }).end(body);
    } catch {
      // The caller went away while sending.
      response.destroy();
    }
  });
  const local = await listenLocally(server, port);
  return {
    ...local,
    setRoutes(next) {
      const variable = [...next.keys()].find((key) => key.includes('{'));
      if (variable)
        throw new Error(`The route ${variable} has a path variable, which the local gateway does not serve.`);
      routes = next;
    },
  };
}

/** The call itself goes on, as Lambda's does. */
function within(milliseconds: number, call: Promise<InvocationOutcome>): Promise<InvocationOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<InvocationOutcome>();
  const timer = setTimeout(resolve, milliseconds, { kind: 'timeout' });
  call.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}

function findRoute(routes: Routes, method: string, path: string): string | undefined {
  return [`${method} ${path}`, `ANY ${path}`, '$default'].find((key) => routes.has(key));
}

function headerBytes(method: string, target: string, rawHeaders: readonly string[]): number {
  return Buffer.byteLength(`${method} ${target}`) + rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** undefined when it is too large. Read to its end all the same: the caller sees the refusal, not a broken connection. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maximumBodyBytes) chunks.push(chunk);
  }
  return size <= maximumBodyBytes ? Buffer.concat(chunks) : undefined;
}

function refusal(status: number, message: string): GatewayAnswer {
  const body = Buffer.from(JSON.stringify({ message }));
  return { status, headers: { 'content-type': 'application/json' }, cookies: [], body };
}
