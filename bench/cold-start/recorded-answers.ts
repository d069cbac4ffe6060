import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type LocalServer, listenLocally } from '../../dev/local-server.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * Asks `origin` once for each call and repeats its answer from then on: what is measured is the clients, and a server that works
 * for milliseconds at every call would hide their differences.
 */
export function recordAnswers(origin: string): Promise<LocalServer> {
  const answers = new Map<string, Promise<Answer>>();
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const sent = await buffer(incoming);
    const call = `${method} ${url} ${headers['x-amz-target'] ?? ''} ${websiteIn(sent)}`;
    let answer = answers.get(call);
    if (!answer) {
      answer = new Promise((resolve, reject) => {
        request(origin + url, { method, headers }, async (response) => {
          const { statusCode: status = 0, headers } = response;
          if (status !== 200) answers.delete(call);
          resolve({ status, headers, body: await buffer(response) });
        })
          .on('error', reject)
          .end(sent);
      });
      answers.set(call, answer);
    }
    const { status, headers: given, body } = await answer;
    outgoing.writeHead(status, given).end(body);
  });
  return listenLocally(server, 0);
}

/** What tells one call of an operation from another here. */
function websiteIn(body: Buffer): string {
  return /ha-\d+/.exec(body.toString('latin1'))?.[0] ?? 'ha-1';
}
