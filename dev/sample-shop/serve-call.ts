import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiCall } from './apis/shop-api.ts';
import type { ShopAnswer } from './sample-shop.ts';

/** Queries of GraphQL APIs are a few kilobytes. */
const maxBody = 1_000_000;

/** Answers a request as `answer` says, 404 where it says nothing. */
export async function serveCall(
  answer: (call: ApiCall) => ShopAnswer | undefined | Promise<ShopAnswer | undefined>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers } = request;
  const url = URL.parse(request.url ?? '/', `http://${headers.host}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBody) return void response.writeHead(413, { connection: 'close' }).end();
    chunks.push(chunk);
  }
  const answered = url && (await answer({ method, url, headers, body: Buffer.concat(chunks).toString() }));
  if (answered) response.writeHead(answered.status, answered.headers).end(answered.body);
  else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
}
