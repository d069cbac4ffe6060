import type { IncomingHttpHeaders } from 'node:http';
import { isFromPageElsewhere } from '../refuse-stranger.ts';

/**
 * The desk signs calls for whoever may talk to it, so other pages in the same browser may not. Answers why a request is
 * refused; undefined when it comes from the desk's own page.
 */
export function refuseOtherPage(method: string, path: string, headers: IncomingHttpHeaders): string | undefined {
  if (!path.startsWith('/api/')) return undefined;
  if (isFromPageElsewhere(headers)) return 'Only the desk itself may call this.';
  if (method === 'GET') return undefined;
  if (headers.origin === undefined) return 'Only the desk itself may call this.';
  // A form of another site cannot send this type without being asked for first.
  if (headers['content-type'] !== 'application/json') return 'The body must be application/json.';
  return undefined;
}
