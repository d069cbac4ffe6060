import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange } from '../platform/exchange.ts';
import { openRestWorld, type RestWorld } from '../platform/rest/rest-world.ts';
import { type ApiKeys, answerRestCall, type RestCall } from '../platform/rest-api.ts';

export const restApiPath = '/api/2';

const maxBody = 1_000_000;
const mask = '••••••';

interface Options {
  keys: ApiKeys;
  /** Default: the seeded one, made at the first call. */
  world?: RestWorld;
  /** Told what was asked and answered, without the key. */
  onCall?: (exchange: Exchange) => void;
}

/** Plays the platform's REST API below `restApiPath` of any HTTP server. */
export function restApiServer({ keys, world, onCall }: Options) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const started = performance.now();
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > maxBody) return void response.writeHead(413, { connection: 'close' }).end();
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const { method = 'GET', url = '/', headers } = request;
    const call: RestCall = { method, pathAndQuery: url.slice(restApiPath.length), headers, body: body.toString() };
    world ??= openRestWorld();
    const answer = answerRestCall(call, keys, world);
    response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
    onCall?.({
      request: {
        method,
        url: withoutKey(`http://${headers.host}${url}`),
        headers: shown(headers),
        ...(length > 0 && { body }),
      },
      answer: {
        status: answer.status,
        headers: { 'content-type': answer.contentType },
        body: Buffer.from(answer.body),
      },
      failure: null,
      milliseconds: performance.now() - started,
    });
  };
}

const withoutKey = (url: string) => url.replace(/([?&]key=)[^&]*/g, `$1${mask}`);

function shown(headers: IncomingMessage['headers']): Record<string, string> {
  const isKey = (name: string) => name === 'x-api-key' || name === 'authorization';
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, isKey(name) ? mask : String(value)]));
}
