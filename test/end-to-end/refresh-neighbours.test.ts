import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Website } from '../../connector/website.ts';
import { installWebsite } from '../../dev/install-website.ts';
import { type LocalRun, startLocalRun } from '../../dev/local-run.ts';
import { type LocalServer, listenLocally } from '../../dev/local-server.ts';
import { localApiKey } from '../../dev/shop-server.ts';
import { exampleEvent } from '../../platform/events.ts';
import { listProducts } from '../../platform/platform-client.ts';
import { deliverEvent } from '../../platform/webhook-delivery.ts';
import { shopFeed } from '../helpers/shop-feed.ts';

/** One website's shop answers nobody until it is let go; the other's has something new meanwhile. */
const [noisy, quiet] = ['ha-1', 'ha-2'] as [Website, Website];
const feeds = new Map([noisy, quiet].map((website) => [`/${website}`, shopFeed([row('Kite')])]));
const held = new Set<ServerResponse>();
let isHolding = false;
let shops: LocalServer;
let run: LocalRun;

function row(title: string) {
  return { id: title.toLowerCase(), title, category: 'Outdoor' };
}

beforeAll(async () => {
  const server = createServer(({ url = '' }, response) => {
    if (isHolding && url === `/${noisy}`) held.add(response.on('close', () => held.delete(response)));
    else response.end(feeds.get(url));
  });
  shops = await listenLocally(server, 0);
  run = await startLocalRun({ assembly: inject('assembly'), secret: 'secret', feed: `${shops.url}/${quiet}` });
});
afterAll(async () => {
  await run?.close();
  for (const response of held) response.destroy();
  await shops?.close();
});

const install = (website: Website) =>
  installWebsite(run.connector, website, {
    websiteId: website,
    iadvizeApiKey: localApiKey,
    feedUrl: `${shops.url}/${website}`,
  });
const reinstall = (website: Website) =>
  deliverEvent(
    run.connector,
    exampleEvent('connector.installed', { website, connectorVersionId: randomUUID(), createdAt: new Date() }),
    { timeScale: 0 },
  );

async function titles(website: Website): Promise<string[] | number | undefined> {
  const { answer } = await listProducts(run.connector, { idWebsite: website });
  if (answer?.status !== 200) return answer?.status;
  return JSON.parse(String(answer.body)).map(({ title }: { title: string }) => title);
}

it('a website whose shop hangs waits behind itself, and keeps no other from being refreshed', async () => {
  for (const website of [noisy, quiet]) {
    await install(website);
    await expect.poll(() => titles(website), { timeout: 15_000 }).toEqual(['Kite']);
  }
  isHolding = true;
  for (let count = 0; count < 6; count++) await reinstall(noisy);
  await expect.poll(() => held.size, { timeout: 15_000 }).toBeGreaterThan(0);

  feeds.set(`/${quiet}`, shopFeed([row('Kite'), row('Spade')]));
  await reinstall(quiet);
  await expect.poll(() => titles(quiet), { timeout: 15_000 }).toEqual(['Kite', 'Spade']);
  expect(held.size).toBe(1);
});
