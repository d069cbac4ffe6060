import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { sign } from '../../connector/endpoint/signature.ts';
import { listenLocally } from '../../dev/local-server.ts';
import { type Answer, exchange } from '../../platform/exchange.ts';
import { signatureHeader } from '../../platform/platform-client.ts';

export interface ProxiedCall {
  method: string;
  path: string;
  /** Raw, without `?`. */
  query: string;
  headers: Record<string, string>;
  body: Buffer;
}

export type Forward = (call: ProxiedCall) => Promise<Answer>;

/** What stands between the platform and the connector. */
export type Behavior = (call: ProxiedCall, forward: Forward) => Promise<Answer> | Answer;

export interface FaultyProxy {
  url: string;
  /** What behaviors threw: mistakes of theirs. */
  failures: readonly unknown[];
  /** Takes effect with the next call. */
  behave(behavior: Behavior): void;
  close(): Promise<void>;
}

export const transparent: Behavior = (call, forward) => forward(call);

/** A reverse proxy that can misbehave. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let behavior = transparent;
  const failures: unknown[] = [];
  const forward: Forward = async ({ method, path, query, headers, body }) => {
    const made = await exchange({ method, url: `${target}${path}${query && `?${query}`}`, headers, body });
    if (!made.answer) throw new Error(made.failure ?? 'no answer');
    return made.answer;
  };
  const server: Server = createServer(async (request, response) => {
    const [path = '', query = ''] = splitOnce(request.url ?? '/');
    const headers = Object.fromEntries(
      Object.entries(request.headersDistinct)
        .filter(([name]) => !ofConnection.includes(name))
        .map(([name, values = []]) => [name, values.join(', ')]),
    );
    const call = { method: request.method ?? 'GET', path, query, headers, body: await buffer(request) };
    const answer = await Promise.resolve(call)
      .then((made) => behavior(made, forward))
      .catch((error: unknown) => void failures.push(error));
    if (!answer) {
      response.destroy();
      return;
    }
    const kept = Object.entries(answer.headers).filter(([name]) => !ofConnection.includes(name));
    response.writeHead(answer.status, Object.fromEntries(kept)).end(answer.body);
  });
  const local = await listenLocally(server, 0);
  return {
    ...local,
    failures,
    behave: (next) => {
      behavior = next;
    },
  };
}

/** The call as if the platform had sent it so. */
export function resigned(call: ProxiedCall, secret: string): ProxiedCall {
  const signed = call.method === 'GET' ? call.query : call.body;
  return { ...call, headers: { ...call.headers, [signatureHeader]: sign(signed, secret) } };
}

export function jsonAnswer(value: unknown, status = 200, contentType = 'application/json'): Answer {
  return { status, headers: { 'content-type': contentType }, body: Buffer.from(JSON.stringify(value)) };
}

const ofConnection = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

function splitOnce(target: string): string[] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target] : [target.slice(0, mark), target.slice(mark + 1)];
}
