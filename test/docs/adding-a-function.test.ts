import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayCall } from '../helpers/gateway-call.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, verificationOf } from '../prove/install-steps.ts';

const secret = 'secret';
let connector: InProcessConnector;
let handler: typeof import('../../docs/examples/own-stock.ts')['handler'];

beforeAll(async () => {
  connector = await useInProcessConnector({ secret });
  connector.apiKeys.set('key', () => true);
  connector.world.shop = (_, response) => {
    response.end(shopFeed([{ id: 'TEA-01', title: 'Green tea', category: 'Tea' }]));
  };
  const typed = { websiteId: 'ha-1', iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/feed` };
  await connector.call('POST /verification', verificationOf(typed));
  await connector.call('POST /webhooks', eventOf('connector.installed', 'ha-1'));
  await connector.refresh();
  handler = (await import('../../docs/examples/own-stock.ts')).handler;
});
afterAll(() => connector.close());

const ask = async (query: string) => {
  const { statusCode, body } = await handler(gatewayCall({ query, secret }));
  return [statusCode, JSON.parse(String(body))];
};

it('shows the example as it is compiled and run', () => {
  const [page, example] = ['docs/adding-a-function.md', 'docs/examples/own-stock.ts'].map((path) =>
    readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'),
  );
  expect(page).toContain(`\`\`\`ts\n${example!.trimEnd()}\n\`\`\``);
});

it('the example answers from the catalog of the website that is asked for', async () => {
  expect(await ask('idWebsite=ha-1&reference=TEA-01')).toEqual([200, { known: true, available: true }]);
  expect(await ask('idWebsite=ha-1&reference=TEA')).toEqual([200, { known: false, available: false }]);
  expect(await ask('idWebsite=ha-2&reference=TEA-01')).toMatchObject([404, { code: 'unknown_website' }]);
});

it('the example refuses what is not signed and names what is missing', async () => {
  expect(await handler(gatewayCall({ query: 'idWebsite=ha-1&reference=TEA-01' }))).toMatchObject({ statusCode: 401 });
  expect(await ask('reference=TEA-01')).toMatchObject([400, { field: 'idWebsite' }]);
  expect(await ask('idWebsite=ha-1')).toMatchObject([400, { field: 'reference' }]);
});
