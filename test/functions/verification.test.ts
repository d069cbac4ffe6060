import { afterAll, beforeAll, expect, it } from 'vitest';
import { deadlineIn } from '../../connector/deadline.ts';
import type { Pass } from '../../connector/installs/catalog-state.ts';
import { servingSet } from '../../connector/installs/install.ts';
import { applyInput, readInstall } from '../../connector/installs/install-store.ts';
import type { Website } from '../../connector/website.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, json } from '../prove/install-steps.ts';

const website = 'ha-1' as Website;
let connector: InProcessConnector;
beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
  connector.apiKeys.set('key', () => true);
  connector.world.shop = (_, response) => {
    response.end(shopFeed([{ id: 'TEA-01', title: 'Green tea', category: 'Tea' }]));
  };
});
afterAll(() => connector.close());

/** In the dialect whose answer has a place for a sentence. */
const verify = async () => {
  const typed = { websiteId: website, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/feed` };
  const body = JSON.stringify(Object.entries(typed).map(([id, value]) => ({ id, value })));
  return String((await connector.call('POST /verification', { body, headers: json })).body);
};

it('tells who runs the configuration again what agents see of a first reading that was under way', async () => {
  expect(await verify()).not.toContain('so far');
  await connector.call('POST /webhooks', eventOf('connector.installed', website));
  const deadline = () => deadlineIn(5_000);
  const { sealed } = servingSet((await readInstall(website, deadline()))!)!;
  const now = Date.now();
  const index = { key: `${website}/1.sqlite`, bytes: 1, products: 12_400, categories: 1, builtAt: now, partial: true };
  const counts = { parts: 1, runs: 1, pages: 124, listed: 12_400, announced: 120_000, milliseconds: 1 };
  const pass: Pass = { id: 'pass-1-00000000', format: 1, startedAt: now, advancedAt: now, cursor: 'p', ...counts };
  await applyInput(website, { type: 'advanced', sealed, pass, after: undefined, index }, deadline());
  expect(await verify()).toContain('Agents see 12,400 products, the part that was read so far.');
});
