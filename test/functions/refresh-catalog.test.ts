import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, verificationOf } from '../prove/install-steps.ts';

const feed = shopFeed([{ id: 'kite', title: 'Kite', category: 'Outdoor' }]);
let connector: InProcessConnector;
let website: string;
let count = 0;
let hidden: unknown[] = [];

beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
  connector.apiKeys.set('key', () => true);
});
afterAll(() => connector.close());
beforeEach(async () => {
  website = `ha-${++count}`;
  connector.world.shop = (_, response) => void response.end(feed);
  connector.world.onCall = () => 'pass';
  const typed = { websiteId: website, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/${website}` };
  await connector.call('POST /verification', verificationOf(typed));
  expect(await connector.refresh()).toBe(0);
  hidden = [];
  connector.world.onCall = (_service, operation, input) => {
    if (operation === 'ChangeMessageVisibility') hidden.push(input.VisibilityTimeout);
    return 'pass';
  };
});

const event = (type: 'connector.installed' | 'connector.uninstalled') =>
  connector.call('POST /webhooks', eventOf(type, website));

it('hides its message for longer than it may take, and a failure for half a minute', async () => {
  await event('connector.installed');
  expect(await connector.refresh()).toBe(0);
  expect(hidden).toEqual([960]);
  connector.world.shop = (_, response) => void response.writeHead(503).end();
  await event('connector.installed');
  expect(await connector.refresh()).toBe(1);
  expect(hidden).toEqual([960, 960, 30]);
});

it('hides its message for as long as the shop asks to be left alone', async () => {
  connector.world.shop = (_, response) => void response.writeHead(429, { 'retry-after': '45' }).end();
  await event('connector.installed');
  expect(await connector.refresh()).toBe(1);
  expect(hidden).toEqual([960, 45]);
});

it('of many requests that wait asks the shop once, and an uninstall among them removes the files', async () => {
  let asked = 0;
  connector.world.shop = (_, response) => {
    asked++;
    response.end(feed);
  };
  for (let request = 0; request < 5; request++) await event('connector.installed');
  connector.output.length = 0;
  expect(await connector.refresh()).toBe(0);
  expect(asked).toBe(1);
  expect(connector.output.join('\n').match(/"outcome":"done since"/g)).toHaveLength(4);
  await event('connector.installed');
  await event('connector.uninstalled');
  await connector.refresh();
  expect((await connector.objects()).filter((key) => key.startsWith(`${website}/`))).toEqual([]);
});

it('does its work also when the message cannot be hidden', async () => {
  connector.world.onCall = (_service, operation) =>
    operation === 'ChangeMessageVisibility' ? { kind: 'refuse', status: 400, code: 'MessageNotInflight' } : 'pass';
  await event('connector.installed');
  connector.output.length = 0;
  expect(await connector.refresh()).toBe(0);
  expect(connector.output.join('\n')).toContain('"outcome":"built"');
});
