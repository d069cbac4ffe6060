import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { checksOf } from '../../conformance/report/report.ts';
import { runConformance } from '../../conformance/run-conformance.ts';
import type { Website } from '../../connector/website.ts';
import { startGateway } from '../../dev/gateway.ts';
import type { LocalFunction } from '../../dev/lambda-function.ts';
import { useInProcessConnector } from '../helpers/in-process-connector.ts';
import { optionFaults } from './faults/option-faults.ts';
import { type FaultyProxy, startFaultyProxy, transparent } from './faulty-proxy.ts';

/** An app whose form has a list. */
vi.mock('#connector.config', async () => {
  const { jsonShop } = await import('../../docs/examples/json-shop.ts');
  return { config: { name: 'Test', locale: 'fr-FR', websites: 'proved' }, source: jsonShop, catalog: jsonShop };
});

const secret = 'the-secret-of-the-lists';
const closers: (() => unknown)[] = [];
let proxy: FaultyProxy;
let parameters: Record<string, string>;

beforeAll(async () => {
  const connector = await useInProcessConnector({ secret });
  connector.apiKeys.set('key-of-a-merchant', () => true);
  connector.world.shop = (_, response) => void response.end(JSON.stringify([item]));
  const served = (answer: (event: never) => Promise<unknown>): LocalFunction => ({
    invoke: async (event) => ({ kind: 'result', result: await answer(event as never) }),
    retire: async () => {},
    close: async () => {},
  });
  const gateway = await startGateway(0, () => {});
  gateway.setRoutes(
    new Map([
      ['GET /health', served((await import('../../functions/health.ts')).handler)],
      ['GET /products', served((await import('../../functions/products.ts')).handler)],
      ['POST /verification', served((await import('../../functions/verification.ts')).handler)],
      ['POST /webhooks', served((await import('../../functions/webhook-events.ts')).handler)],
      ['GET /options/shown', served((await import('../../functions/options.ts')).handler)],
    ]),
  );
  proxy = await startFaultyProxy(gateway.url);
  parameters = { iadvizeApiKey: 'key-of-a-merchant', catalogUrl: `${connector.shopUrl}/feed`, shown: 'all' };
  closers.push(connector.close, gateway.close, proxy.close);
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

const item = {
  ...{ sku: 'TEA-1', name: 'Green tea', category: 'Tea', euros: 9, stock: 1 },
  ...{ page: 'https://shop.example/1', picture: 'https://shop.example/1.jpg' },
};

async function conform(only: readonly string[], selectpickers = ['shown']) {
  const website = 'ha-900001' as Website;
  const report = await runConformance({ url: proxy.url, secret, website, parameters, selectpickers, only });
  return checksOf(report);
}
const failed = (checks: Awaited<ReturnType<typeof conform>>) =>
  checks.flatMap(({ group, name, outcome }) => (outcome === 'failed' ? [`${group}/${name}`] : []));

it('passes the unbroken connector, every check of its lists', async () => {
  proxy.behave(transparent);
  const checks = await conform(['options', 'errors/no-secrets']);
  expect(failed(checks)).toEqual([]);
  const skipped = checks.filter(({ outcome }) => outcome !== 'passed').map(({ name }) => name);
  expect(skipped).toEqual(['signed-previous-secret']);
});

it('asks an app without lists for none', async () => {
  await expect(conform(['options'], [])).rejects.toThrow('There is no group or check options.');
});

it.each(optionFaults)('catches a connector that $name', async ({ caughtBy, start }) => {
  proxy.behave(start({ secret }));
  expect(failed(await conform([caughtBy]))).toEqual([caughtBy]);
  expect(proxy.failures).toEqual([]);
});
