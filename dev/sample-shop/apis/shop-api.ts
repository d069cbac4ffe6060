import type { IncomingHttpHeaders } from 'node:http';
import type { ShopAnswer } from '../sample-shop.ts';

/** A call of the sample shop by one of its APIs. */
export interface ApiCall {
  method: string;
  /** With the host that the caller used: `url.origin` is where the links of an answer point. */
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a shop platform answers; undefined where it has nothing. */
export type ShopApi = (call: ApiCall) => ShopAnswer | undefined;

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): ShopAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}
