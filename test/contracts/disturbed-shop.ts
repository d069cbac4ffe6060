import type { RequestListener, ServerResponse } from 'node:http';
import { startShop } from '../helpers/hostile-shop.ts';

type Disturbance = (response: ServerResponse) => void;

export interface DisturbedShop {
  /** Without a slash at the end. */
  origin: string;
  /** Requests so far, since the last `disturb`. */
  requests(): number;
  /** From the `from`-th request on, counted from 1, the shop answers so; without one, as it does. */
  disturb(how?: Disturbance, from?: number): void;
}

/** A played shop that can be made to misbehave half-way through its listing. */
export async function startDisturbedShop(answer: RequestListener): Promise<DisturbedShop> {
  let requests = 0;
  let disturbance: Disturbance | undefined;
  let first = 1;
  const shop = await startShop((request, response) => {
    requests++;
    if (disturbance && requests >= first) disturbance(response);
    else answer(request, response);
  });
  return {
    origin: new URL(shop.url).origin,
    requests: () => requests,
    disturb(how, from = 1) {
      requests = 0;
      disturbance = how;
      first = from;
    },
  };
}

const says = (status: number, type: string, body: string, headers: Record<string, string> = {}): Disturbance => {
  return (response) => void response.writeHead(status, { 'content-type': type, ...headers }).end(body);
};

/** Answers that no reading may take for the end of a listing, nor fail at otherwise than by a `ShopFailure`. */
export const hostileAnswers: Record<string, Disturbance> = {
  'nothing at all': says(200, 'application/json', ''),
  'a web page': says(200, 'text/html', '<!doctype html><title>Sorry</title><p>Are you human?'),
  'JSON null': says(200, 'application/json', 'null'),
  'an empty list': says(200, 'application/json', '[]'),
  'an empty object': says(200, 'application/json', '{}'),
  'a number': says(200, 'application/json', '1e999'),
  'JSON a hundred thousand deep': says(200, 'application/json', '['.repeat(100_000)),
  'JSON that is cut off': says(200, 'application/json', '{"items":[{"id":"1'),
  'bytes that are no text': (response) => void response.writeHead(200).end(Buffer.from([0x80, 0xff, 0, 1, 2, 3])),
  'a status that means nothing': says(418, 'text/plain', 'teapot'),
  'an error of its own': says(500, 'text/plain', 'Internal error'),
  'a broken answer': (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"items":[');
    setImmediate(() => response.destroy());
  },
  'a closed connection': (response) => void response.destroy(),
};

/** Asks to be called less often. */
export const throttled: Disturbance = says(429, 'text/plain', 'Too many requests', { 'retry-after': '30' });

/** Begins no answer. */
export const silent: Disturbance = () => {};
