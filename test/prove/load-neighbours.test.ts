import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { environment } from '../../connector/environment.ts';
import { runEventSources } from '../../dev/event-sources.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { report, runs } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, verificationOf } from './install-steps.ts';

/** Website `ha-1` storms its own shop, which answers nobody until it is let go; `ha-2` is asked meanwhile. */
const [noisy, quiet] = ['ha-1', 'ha-2'];
const feed = shopFeed([{ id: 'kite', title: 'Kite', category: 'Outdoor' }]);
let connector: InProcessConnector;
let refresh: typeof import('../../functions/refresh-catalog.ts')['handler'];
let isHolding = false;
const held = new Set<ServerResponse>();
/** How often each website's shop was asked. */
const asked = new Map<string, number>();
let backlog: Promise<void>[] = [];

beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
  refresh = (await import('../../functions/refresh-catalog.ts')).handler;
  connector.apiKeys.set('key', () => true);
  connector.world.shop = ({ url = '' }, response) => {
    asked.set(url.slice(1), (asked.get(url.slice(1)) ?? 0) + 1);
    if (isHolding && url === `/${noisy}`) held.add(response.on('close', () => held.delete(response)));
    else response.end(feed);
  };
});
afterEach(async () => {
  letGo();
  await Promise.allSettled(backlog);
});
afterAll(() => connector.close());

function letGo(): void {
  isHolding = false;
  for (const response of held) response.end(feed);
}

async function verify(website: string): Promise<boolean> {
  const typed = { websiteId: website, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/${website}` };
  return String((await connector.call('POST /verification', verificationOf(typed))).body).includes('"isValid":true');
}

async function refreshOnce(website: string): Promise<boolean> {
  const attributes = { ApproximateReceiveCount: '1' };
  const record = { messageId: crypto.randomUUID(), body: JSON.stringify({ website }), receiptHandle: '', attributes };
  const { batchItemFailures } = await refresh({ Records: [record] } as unknown as Parameters<typeof refresh>[0]);
  return batchItemFailures.length === 0;
}

/** How many of the noisy website's were done, and held at most, when the quiet one's were all done well. */
async function storm(act: (website: string) => Promise<boolean>, size: number) {
  isHolding = true;
  let done = 0;
  backlog = Array.from({ length: size }, async () => {
    const isWell = await act(noisy!);
    if (isWell) done++;
  });
  await expect.poll(() => held.size).toBe(8);
  const others = await Promise.all(Array.from({ length: 20 }, () => act(quiet!)));
  expect(others).toEqual(Array(20).fill(true));
  const meanwhile = { done, held: held.size };
  letGo();
  await Promise.all(backlog);
  return { ...meanwhile, atLast: done };
}

it('verifies another website as if alone while many verifications of one hang at its shop', async ({ task }) => {
  const size = runs(50, 200);
  const { done, held, atLast } = await storm(verify, size);
  expect([done, held]).toEqual([0, 8]);
  expect(atLast).toBeGreaterThan(0);
  report(
    task,
    `20 of the other done before any of ${size}, which held 8 connections; ${atLast} of them valid in the end`,
  );
});

it('refreshes another website as if alone while many refreshes of one hang at its shop', async ({ task }) => {
  for (const website of [noisy!, quiet!]) {
    expect(await verify(website)).toBe(true);
    await connector.call('POST /webhooks', eventOf('connector.installed', website));
  }
  const size = runs(30, 200);
  const { done, held, atLast } = await storm(refreshOnce, size);
  expect([done, held]).toEqual([0, 8]);
  // The rest found the row changing too fast: their messages come again.
  expect(atLast).toBeGreaterThan(0);
  report(
    task,
    `20 of the other done before any of ${size}, which held 8 connections; ${atLast} of them done in the end`,
  );
});

it('gives another website its turn in the queue as if alone while many requests of one wait for its shop', async ({
  task,
}) => {
  await connector.refresh();
  asked.clear();
  const queue = environment.refreshQueue!;
  const delivery = {
    functionId: 'refresh',
    queueUrl: queue,
    queueArn: `arn:aws:sqs:eu-west-1:000000000000:${queue.split('/').at(-1)}`,
    batchSize: 1,
    maximumConcurrency: 5,
    reportsItemFailures: true,
  };
  const done: string[] = [];
  const sources = runEventSources({
    aws: connector.aws,
    async invoke(_, event) {
      const { Records } = event as Parameters<typeof refresh>[0];
      const result = await refresh({ Records });
      done.push(...Records.map(({ body }) => JSON.parse(body).website));
      return { kind: 'result', result };
    },
  });
  const doneOf = (website?: string) => done.filter((each) => each === website).length;
  const request = (website: string) => connector.call('POST /webhooks', eventOf('connector.installed', website));
  const size = runs(30, 200);
  try {
    isHolding = true;
    await sources.update({ deliveries: [delivery], schedules: [] });
    for (let count = 0; count < size; count++) await request(noisy!);
    await expect.poll(() => held.size).toBe(1);
    for (let count = 0; count < 20; count++) await request(quiet!);
    await expect.poll(() => doneOf(quiet)).toBe(20);
    expect([doneOf(noisy), held.size]).toEqual([0, 1]);
    letGo();
    await expect.poll(() => doneOf(noisy)).toBe(size);
  } finally {
    await sources.close();
  }
  // Once before the last request was sent, once after.
  expect(asked.get(noisy!)).toBeLessThanOrEqual(2);
  report(
    task,
    `20 requests of the other done before any of ${size}, for which the shop was asked ${asked.get(noisy!)} times`,
  );
});
