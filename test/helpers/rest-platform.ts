import type { IncomingMessage, ServerResponse } from 'node:http';
import { vi } from 'vitest';
import { deadlineIn } from '../../connector/deadline.ts';
import { iadvizeApi } from '../../connector/iadvize/api.ts';
import type { IadvizeApiOptions } from '../../connector/iadvize/caller.ts';
import { parseWebsite } from '../../connector/website.ts';
import { restApiServer } from '../../dev/rest-api-server.ts';
import type { Exchange } from '../../platform/exchange.ts';
import { openRestWorld } from '../../platform/rest/rest-world.ts';
import { startShop } from './hostile-shop.ts';

export const key = 'canary-key-0123456789';
/** The newest conversations of the seeded set end an hour before. */
export const now = Date.UTC(2026, 10, 28, 12);

/** The platform as the local run plays it, until `closeShops`; `asked` keeps its calls. The key may see websites below 100. */
export async function startRestPlatform(hasRight = (website: number) => website < 100) {
  const asked: Exchange[] = [];
  const keys = new Map([[key, hasRight]]);
  const world = openRestWorld(() => now);
  const { host } = await startShop(restApiServer({ keys, world, onCall: (exchange) => asked.push(exchange) }));
  vi.stubEnv('LOCAL_IADVIZE_API_URL', `http://${host}/api/2`);
  return { asked, world, api: openApi() };
}

/** A platform that answers what it is told to. */
export async function startScriptedPlatform(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: IncomingMessage[] = [];
  const { host } = await startShop((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  vi.stubEnv('LOCAL_IADVIZE_API_URL', `http://${host}/api/2`);
  return { asked, api: openApi() };
}

export function openApi(options: Partial<IadvizeApiOptions> = {}) {
  return iadvizeApi({ website: parseWebsite('ha-1')!, key, deadline: deadlineIn(10_000), ...options });
}

export async function all<Value>(listed: AsyncIterable<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for await (const value of listed) values.push(value);
  return values;
}
