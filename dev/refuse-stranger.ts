import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface Stranger {
  status: 400 | 403;
  message: string;
}

/**
 * RFC 9112 §3.2.1: one slash, then segments. `//name` and `/\name`, which a URL parser takes for another host, are none.
 * What follows a question mark may be anything: a function gets the query as it came.
 */
const pathAndQuery = /^\/(?!\/)(?:[\w\-.~!$&'()*+,;=:@/]|%[\da-f]{2})*(?:\?|$)/i;

/**
 * A page in a browser of this machine can make a name of its own point here (DNS rebinding) and then read every answer. Its
 * Host tells it: only the address itself and `localhost` are ours. undefined when the request is nobody else's.
 */
export function refuseStranger(
  { headersDistinct, url = '' }: Pick<IncomingMessage, 'headersDistinct' | 'url'>,
  port: number,
): Stranger | undefined {
  const hosts = headersDistinct.host ?? [];
  if (hosts.length !== 1 || !namesOf(port).includes(hosts[0]!.toLowerCase())) {
    return { status: 403, message: `The Host must be 127.0.0.1:${port} or localhost:${port}.` };
  }
  if (!pathAndQuery.test(url)) return { status: 400, message: 'The request target must be a path.' };
  return undefined;
}

function namesOf(port: number): string[] {
  const names = ['127.0.0.1', 'localhost'];
  // A client leaves out the default port.
  return [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
}

/** Whether a page asks that was not served from here, as its browser says; another port of this machine is elsewhere too. */
export function isFromPageElsewhere({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && origin !== `http://${host}`;
}
