import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type LocalServer, listenLocally } from '../local-server.ts';
import type { PageFile } from './bundle-page.ts';
import type { DeskChange } from './desk-api.ts';
import { type Routes, WrongInput } from './desk-routes.ts';
import { refuseOtherPage } from './refuse-other-page.ts';

const views = new Set(['/', '/desk', '/marketplace', '/webhooks']);
const maximumBodyBytes = 512 * 1024;

const pageHeaders = {
  // Pictures are the shops' own, from anywhere; all else is the desk's.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

interface Options {
  port: number;
  files: ReadonlyMap<string, PageFile>;
  routes: Routes;
  /** Hands over the whole state, then every change, until it is called off. */
  subscribe(listener: (change: DeskChange) => void): () => void;
}

/** Serves the page, its API and the stream of changes on 127.0.0.1, to its own page only. */
export async function startDeskServer({ port, files, routes, subscribe }: Options): Promise<LocalServer> {
  const server = createServer(async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      if (error instanceof WrongInput) sendJson(response, 400, { error: error.message });
      else {
        console.error(error);
        sendJson(response, 500, { error: 'The desk failed: its console says why.' });
      }
    }
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url: target = '/', headers } = request;
    const { pathname: path, searchParams } = new URL(target, local.url);
    const refusal = refuseOtherPage(method, path, headers);
    if (refusal) return sendJson(response, 403, { error: refusal });
    if (path === '/api/stream' && method === 'GET') return stream(response);
    const route = routes.get(`${method} ${path}`);
    if (route) {
      const input = method === 'GET' ? Object.fromEntries(searchParams) : await readJson(request);
      const body = await route(input);
      return body === undefined ? sendJson(response, 404, { error: 'Not found.' }) : sendJson(response, 200, body);
    }
    const file = method === 'GET' && files.get(views.has(path) ? '/' : path);
    if (!file) return sendJson(response, 404, { error: 'Not found.' });
    const fresh = headers['if-none-match'] === file.etag;
    response.writeHead(fresh ? 304 : 200, { ...pageHeaders, 'content-type': file.type, etag: file.etag });
    response.end(fresh ? undefined : file.body);
  };

  const stream = (response: ServerResponse) => {
    response.writeHead(200, { ...pageHeaders, 'content-type': 'text/event-stream' });
    const stop = subscribe((change) => response.write(`data: ${JSON.stringify(change)}\n\n`));
    response.on('close', stop);
  };

  const local = await listenLocally(server, port);
  return local;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...pageHeaders, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maximumBodyBytes) throw new WrongInput('The body is too large.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new WrongInput('The body is not JSON.');
  }
}
