import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import aws4 from 'aws4';
import type { LocalAwsAccess } from '../../dev/aws/local-account.ts';
import { type LocalServer, listenLocally } from '../../dev/local-server.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * Asks the local AWS once for each call and repeats its answer from then on: what is measured is the clients, and a server that works
 * for milliseconds at every call would hide their differences.
 */
export function recordAnswers({ endpoint, region, credentials }: LocalAwsAccess): Promise<LocalServer> {
  const answers = new Map<string, Promise<Answer>>();
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const sent = await buffer(incoming);
    const call = `${method} ${url} ${headers['x-amz-target'] ?? ''} ${websiteIn(sent)}`;
    let answer = answers.get(call);
    if (!answer) {
      answer = new Promise((resolve, reject) => {
        // Signed anew: the signature covers the name of the host.
        const { host: _, authorization = '', 'x-amz-date': __, ...kept } = headers;
        const service = /\/(\w+)\/aws4_request/.exec(authorization)?.[1];
        const own = { ...kept, host: new URL(endpoint).host };
        const signed = aws4.sign({ service, region, method, path: url, headers: own, body: sent } as aws4.Request, credentials);
        request(endpoint + url, { method, headers: signed.headers as OutgoingHttpHeaders }, async (response) => {
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
