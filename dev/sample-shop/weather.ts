import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { WeatherKind } from './weather-kinds.ts';

/** The shop's trouble of the moment; whoever holds it may change it. */
export interface Weather {
  kind: WeatherKind;
  /** Before each answer while `slow`. */
  slowMilliseconds: number;
}

export function clearWeather(): Weather {
  return { kind: 'clear', slowMilliseconds: 4_000 };
}

/** Answers in the shop's place, or lets it answer: then it says false. A late answer still comes from the shop. */
export async function disturb(
  { kind, slowMilliseconds }: Weather,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (kind) {
    case 'clear':
      return false;
    case 'slow':
      await pause(slowMilliseconds);
      return false;
    case 'throttling':
      response.writeHead(429, { 'content-type': 'text/plain', 'retry-after': '30' }).end('Too many requests\n');
      return true;
    case 'failing':
      response.writeHead(500, { 'content-type': 'text/plain' }).end('Internal error\n');
      return true;
    case 'dead':
      request.socket.destroy();
      return true;
    case 'malformed': {
      if (/^\/(?:$|\?|products\/|pictures\/)/.test(request.url ?? '')) return false;
      const page = '<!doctype html><title>Maintenance</title><p>We are back soon. <item><g:id>1</g:id>';
      response.writeHead(200, { 'content-type': 'application/xml' }).end(page);
      return true;
    }
  }
}
