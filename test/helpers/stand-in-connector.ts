import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type LocalServer, listenLocally } from '../../dev/local-server.ts';

export interface SeenCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface StandInAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON unless it is a text. */
  body: unknown;
}

/** A connector that answers as a test says; it checks no signature. Keeps what it was asked. */
export async function startStandInConnector(
  answer: (call: SeenCall) => StandInAnswer | Promise<StandInAnswer>,
): Promise<LocalServer & { seen: SeenCall[] }> {
  const seen: SeenCall[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const { pathname: path, searchParams: query } = new URL(url, 'http://connector.invalid');
    const call = { method, path, query, headers, body: String(await buffer(request)) };
    seen.push(call);
    const { status = 200, headers: further = {}, body } = await answer(call);
    response.writeHead(status, { 'content-type': 'application/json', ...further });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { ...(await listenLocally(server, 0)), seen };
}
