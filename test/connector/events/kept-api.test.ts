import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deadlineIn } from '../../../connector/deadline.ts';
import { open } from '../../../connector/installs/credential-vault.ts';
import { servingSet } from '../../../connector/installs/install.ts';
import { readInstall } from '../../../connector/installs/install-store.ts';
import { openKey } from '../../../connector/installs/kept-key.ts';
import type { Website } from '../../../connector/website.ts';
import { exampleEvent } from '../../../platform/events.ts';
import { openRestWorld } from '../../../platform/rest/rest-world.ts';
import { receiveMessages, runHandler, sendToHandler } from '../../helpers/event-run.ts';
import { gatewayCall } from '../../helpers/gateway-call.ts';
import { type InProcessConnector, useInProcessConnector } from '../../helpers/in-process-connector.ts';
import { shopFeed } from '../../helpers/shop-feed.ts';
import { eventOf, verificationOf } from '../../prove/install-steps.ts';

const [website, secret, apiKey] = ['ha-1' as Website, 'secret', 'key-of-the-merchant'];
const deadline = () => deadlineIn(5_000);
let connector: InProcessConnector;
let verify: typeof import('../../../functions/verification-keeping-key.ts')['handler'];
let example: typeof import('../../../docs/examples/on-conversation-closed.ts')['handler'];
/** Contexts of the calls of KMS. */
const contexts: unknown[] = [];

beforeAll(async () => {
  connector = await useInProcessConnector({ secret });
  connector.apiKeys.set(apiKey, () => true);
  connector.world.platform = openRestWorld();
  connector.world.shop = (_, response) => {
    response.end(shopFeed([{ id: 'TEA-01', title: 'Green tea', category: 'Tea' }]));
  };
  connector.world.onCall = (service, operation, { EncryptionContext }) => {
    if (service === 'kms') contexts.push([operation, EncryptionContext]);
    return 'pass';
  };
  verify = (await import('../../../functions/verification-keeping-key.ts')).handler;
  example = (await import('../../../docs/examples/on-conversation-closed.ts')).handler;
  await install();
});
afterAll(() => connector.close());

async function install(): Promise<void> {
  const typed = { websiteId: website, iadvizeApiKey: apiKey, feedUrl: `${connector.shopUrl}/feed` };
  const answer = await verify(gatewayCall({ ...verificationOf(typed), secret }));
  expect(JSON.parse(String(answer.body))).toMatchObject({ isStepValid: true });
  await connector.call('POST /webhooks', eventOf('connector.installed', website));
}

const sealed = async () => servingSet((await readInstall(website, deadline()))!)!.sealed;

async function handle(conversationId: number): Promise<boolean> {
  await sendToHandler('conversation.closed', { ...exampleEvent('conversation.closed', { website }), conversationId });
  return runHandler(example, (await receiveMessages())[0]!);
}

it('the key is sealed beside the settings under a context of its own; neither is in the row', async () => {
  expect(contexts).toEqual([
    ['Encrypt', { website }],
    ['Encrypt', { website, purpose: 'iadvize-api-key' }],
  ]);
  expect(JSON.stringify(await connector.rows())).not.toContain(apiKey);
  expect(await open(website, await sealed(), deadline())).toEqual({ feedUrl: `${connector.shopUrl}/feed` });
  expect(await openKey(website, await sealed(), deadline())).toBe(apiKey);
});

it('neither opens as the other, nor for another website', async () => {
  const [settings, key] = (await sealed()).split(' ') as [string, string];
  await expect(open(website, key, deadline())).rejects.toThrow('InvalidCiphertext');
  await expect(openKey(website, `${key} ${settings}`, deadline())).rejects.toThrow('InvalidCiphertext');
  await expect(openKey('ha-2' as Website, `${settings} ${key}`, deadline())).rejects.toThrow('InvalidCiphertext');
});

it('a catalog is still read with the settings, and sees no key', async () => {
  expect(await connector.refresh()).toBe(0);
  const answer = await connector.call('GET /products', { query: 'idWebsite=ha-1' });
  expect(JSON.parse(String(answer.body))).toMatchObject([{ title: 'Green tea' }]);
});

it('the example of the docs says who spoke, and leaves no key behind', async () => {
  expect(await handle(12)).toBe(true);
  expect(connector.output.join('\n')).toMatch(/Conversation 12 of ha-1: .*visitor/);
  expect(connector.output.join('\n')).not.toContain(apiKey);
});

it('a conversation that the platform does not know fails the run, in its own words', async () => {
  expect(await handle(999_999)).toBe(false);
  expect(connector.output.at(-1)).toContain("Unknown 'conversation'");
});

it('an uninstall destroys the key: the handler then has no api', async () => {
  await connector.call('POST /webhooks', eventOf('connector.uninstalled', website));
  expect(JSON.stringify(await connector.rows())).not.toContain('sealed');
  connector.output.length = 0;
  expect(await handle(12)).toBe(true);
  expect(connector.output.join('\n')).not.toContain('Conversation 12');
});

it('the page shows the example as it is compiled and run', () => {
  const [page, code] = ['docs/reacting-to-events.md', 'docs/examples/on-conversation-closed.ts'].map((path) =>
    readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'),
  );
  expect(page).toContain(`\`\`\`ts\n${code!.trimEnd()}\n\`\`\``);
});
