import type { IncomingHttpHeaders } from 'node:http';

/**
 * The desk signs calls for whoever may talk to it, so other pages in the same browser may not: neither by a request of
 * their own (Origin, Sec-Fetch-Site), nor through a name of theirs that points here (Host). Answers why it is refused;
 * undefined when it comes from the desk's own page.
 */
export function refuseStranger(
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
  port: number,
): string | undefined {
  const { host, origin } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return 'This is not the address of the desk.';
  if (!path.startsWith('/api/')) return undefined;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return 'Only the desk itself may call this.';
  if (method === 'GET') return undefined;
  if (origin !== `http://${host}`) return 'Only the desk itself may call this.';
  // A form of another site cannot send this type without being asked for first.
  if (headers['content-type'] !== 'application/json') return 'The body must be application/json.';
  return undefined;
}
