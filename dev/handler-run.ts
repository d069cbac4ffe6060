import { basename } from 'node:path';
import type { HandlerRun } from './desk/desk-api.ts';

export type { HandlerRun };

/** What a line of a function's log says of a run of a handler of events; undefined for any other line. */
export function handlerRunOf(line: string): HandlerRun | undefined {
  if (!line.startsWith('{') || !line.includes('"eventId"')) return undefined;
  try {
    const { route, eventId, outcome, ms, status, cause } = JSON.parse(line);
    if (!/^on-/.test(route)) return undefined;
    const why = status >= 500 && typeof cause?.message === 'string' ? `: ${cause.message}` : '';
    return { handler: route, eventId, outcome: `${outcome}${why}`, milliseconds: ms, isDone: status < 300 };
  } catch {
    return undefined;
  }
}

/** Of one that was stopped in the middle: by its source, and the batch of one message that it had. */
export function stoppedRunOf(source = '', batch: unknown, outcome: string): HandlerRun | undefined {
  const handler = basename(source, '.ts');
  if (!handler.startsWith('on-')) return undefined;
  try {
    const { Records } = batch as { Records: [{ body: string }] };
    const { eventId } = JSON.parse(Records[0].body).detail;
    return { handler, eventId: String(eventId).toLowerCase(), outcome, isDone: false };
  } catch {
    return undefined;
  }
}
