import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { metrics } from '../../connector/environment.ts';
import type { Fault } from '../../dev/aws/fault.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { report, runs } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, verificationOf } from './install-steps.ts';

const minute = 60_000;
const hour = 60 * minute;
const website = 'ha-1';
const conversation = [
  '',
  '&searchQuery=kite',
  '&searchQuery=kite&offset=2',
  '&idCategory=outdoor',
  '&searchQuery=lamp',
];

type Store = 'dynamodb' | 's3' | 'secretsmanager' | 'kms';

let connector: InProcessConnector;
let down: Partial<Record<Store, Fault>>;
let edition = 0;

beforeEach(async () => {
  await connector?.close();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T12:00:00Z') });
  connector = await useInProcessConnector({ secret: 'secret' });
  await connector.restart();
  vi.spyOn(Math, 'random').mockReturnValue(0.02);
  down = {};
  connector.world.onCall = (service) => down[service as Store] ?? 'pass';
  connector.world.shop = (_, response) => {
    const rows = ['Kite', 'Kite bag', 'Kite line', 'Lamp'].map((name) => {
      return { id: name, title: `${name} edition ${edition}`, category: 'Outdoor' };
    });
    response.end(shopFeed(rows));
  };
  connector.apiKeys.set('key', () => true);
  const typed = { websiteId: website, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/feed` };
  await connector.call('POST /verification', verificationOf(typed));
  await connector.call('POST /webhooks', eventOf('connector.installed', website));
  await connector.refresh();
});
afterAll(async () => {
  await connector.close();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

/** The answers to a conversation's questions, by status; the bodies of the good ones. */
async function converse(): Promise<{ statuses: (number | undefined)[]; bodies: string[] }> {
  const answers = [await connector.call('GET /categories', { query: `idWebsite=${website}` })];
  for (const asked of conversation) {
    answers.push(await connector.call('GET /products', { query: `idWebsite=${website}${asked}` }));
  }
  return { statuses: answers.map(({ statusCode }) => statusCode), bodies: answers.map(({ body = '' }) => body) };
}

/** How often a metric was counted in what was logged since the last call. */
function counted(metric: string): number {
  const lines = connector.output.splice(0).filter((line) => line.includes('"_aws"'));
  return lines.reduce((sum, line) => sum + Number(JSON.parse(line)[metric] ?? 0), 0);
}

const everyOutage: [string, Fault][] = [
  ['fails', { kind: 'refuse', status: 503, code: 'ServiceUnavailable' }],
  ['throttles', { kind: 'refuse', status: 400, code: 'ThrottlingException' }],
  ['breaks its connections', { kind: 'reset' }],
];
const outages = everyOutage.slice(0, runs(1, everyOutage.length));
const all = Array(conversation.length + 1).fill(200);

describe('in the middle of a conversation', () => {
  it.each(outages)('a table that %s empties no list for five minutes, and the log says so', async (_, fault) => {
    const before = await converse();
    expect(before.statuses).toEqual(all);
    down = { dynamodb: fault };
    counted(metrics.installRecalled);
    pass(5 * minute - 1_000);
    expect(await converse()).toEqual(before);
    expect(counted(metrics.installRecalled)).toBe(all.length);
    pass(1_000);
    expect((await converse()).statuses).toEqual(Array(all.length).fill(503));
    down = {};
    expect(await converse()).toEqual(before);
  });

  it.each(outages)('an index store that %s keeps the last catalog for a day, and the log says so', async (_, fault) => {
    const before = await converse();
    edition++;
    await connector.call('POST /webhooks', eventOf('connector.installed', website));
    await connector.refresh();
    down = { s3: fault };
    counted(metrics.staleCatalogServed);
    for (const later of [0, hour, 22 * hour]) {
      pass(later);
      expect(await converse()).toEqual(before);
      expect(counted(metrics.staleCatalogServed)).toBeGreaterThan(0);
    }
    pass(2 * hour);
    expect((await converse()).statuses).toEqual(Array(all.length).fill(503));
    down = {};
    await vi.waitFor(async () => {
      const { statuses, bodies } = await converse();
      expect(statuses).toEqual(all);
      expect(bodies[1]).toContain(`edition ${edition}`);
    }, 10_000);
  });

  it.each(outages)('a secret store that %s refuses nobody for an hour, and the log says so', async (_, fault) => {
    const before = await converse();
    down = { secretsmanager: fault };
    counted(metrics.secretRecalled);
    pass(hour - 1_000);
    expect(await converse()).toEqual(before);
    expect(counted(metrics.secretRecalled)).toBeGreaterThan(0);
    pass(1_000);
    expect((await converse()).statuses).toEqual(Array(all.length).fill(503));
  });

  it('a key that is gone takes nothing from agents: their answers never open credentials', async () => {
    const before = await converse();
    down = { kms: { kind: 'refuse', status: 400, code: 'DisabledException' } };
    pass(hour);
    expect(await converse()).toEqual(before);
    await connector.restart();
    expect(await converse()).toEqual(before);
  });

  it('everything down at once, every list goes on', async ({ task }) => {
    const before = await converse();
    const fault: Fault = { kind: 'reset' };
    down = { dynamodb: fault, s3: fault, secretsmanager: fault, kms: fault };
    pass(4 * minute);
    expect(await converse()).toEqual(before);
    report(
      task,
      `4 stores × ${outages.length} outages: the same answers for 5 min (table), 60 min (secret), 24 h (index), then 503`,
    );
  });

  it('a shop that is gone takes nothing from agents', async () => {
    const before = await converse();
    connector.world.shop = (request) => void request.socket.destroy();
    await connector.call('POST /webhooks', eventOf('connector.installed', website));
    await connector.refresh();
    expect(await converse()).toEqual(before);
  });
});

it('an uninstall holds at once although the table fails right after it', async () => {
  await converse();
  await connector.call('POST /webhooks', eventOf('connector.uninstalled', website, new Date(Date.now() + 1)));
  expect((await converse()).statuses).toEqual(Array(all.length).fill(404));
  down = { dynamodb: { kind: 'reset' } };
  expect((await converse()).statuses).toEqual(Array(all.length).fill(404));
});
