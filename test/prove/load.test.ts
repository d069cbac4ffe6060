import { createServer } from 'node:http';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseRow } from '../../connector/installs/install-row.ts';
import type { Website } from '../../connector/website.ts';
import { catalogReady } from '../../dev/catalog-ready.ts';
import { installWebsite } from '../../dev/install-website.ts';
import { type LocalRun, startLocalRun } from '../../dev/local-run.ts';
import { type LocalServer, listenLocally } from '../../dev/local-server.ts';
import { localApiKey } from '../../dev/shop-server.ts';
import { type ConnectorEvent, loadFeed } from '../helpers/load-calls.ts';
import { type LoadGenerator, startLoadGenerator } from '../helpers/load-generator.ts';
import type { LoadReport } from '../helpers/load-worker.ts';
import { isLongForm, report, runs, seed } from '../helpers/runs.ts';

/** The synthesized stack as `npm start` serves it, from other threads than the load. The tests follow one another. */
const serving = ['ha-1', 'ha-2'] as Website[];
const moving = Array.from({ length: 300 }, (_, index) => `sd-${index + 1}` as Website);
/** So few that none of their calls is too much. */
const clients = 24;
/** More than may run and wait at the gateway, so that it is the gateway that refuses. */
const connections = 512;
let shops: LocalServer;
let run: LocalRun;
let load: LoadGenerator;
let perSecond = 0;
const reports: LoadReport[] = [];

beforeAll(async () => {
  shops = await listenLocally(
    createServer(({ url = '' }, response) => void response.end(loadFeed(url.slice(1)))),
    0,
  );
  run = await startLocalRun({ secret: 'load-secret', feed: shops.url });
  for (const website of serving) {
    const typed = { websiteId: website, iadvizeApiKey: localApiKey, feedUrl: `${shops.url}/${website}` };
    await installWebsite(run.connector, website, typed);
    await catalogReady(run.connector, website);
  }
  load = startLoadGenerator({ connector: run.connector, websites: { serving, moving }, seed });
});
afterAll(async () => {
  await load?.close();
  await run?.close();
  await shops?.close();
});

const countsOf = ({ outcomes }: LoadReport) =>
  Object.entries(outcomes)
    .sort()
    .map(([outcome, count]) => `${outcome} × ${count}`)
    .join(', ');

it('answers all that it can bear, rightly and without a refusal', { timeout: 2 * 60_000 }, async ({ task }) => {
  const saturated = await load.run({
    kind: 'closed',
    connections: clients,
    milliseconds: runs(1_000, 60_000),
    calls: 100,
  });
  reports.push(saturated);
  perSecond = (saturated.sent / saturated.milliseconds) * 1000;
  expect(saturated.wrong).toEqual([]);
  const kinds = ['GET /products 200', 'GET /categories 200', 'GET /health 200', 'POST /webhooks 200'];
  expect(Object.keys(saturated.outcomes)).toEqual(expect.arrayContaining([...kinds, 'wrong signature 401']));
  expect(countsOf(saturated)).not.toContain(' 503');
  report(
    task,
    `${clients} clients, ${Math.round(perSecond)} calls/s (slowest ${Math.round(saturated.slowest)} ms): ${countsOf(saturated)}`,
  );
});

it('refuses what is too much in the gateway’s words, answers the rest rightly, and recovers at once', {
  timeout: 3 * 60_000,
}, async ({ task }) => {
  const offer = { perSecond: 3 * perSecond, milliseconds: runs(1_000, 20_000), connections };
  const overloaded = await load.run({ kind: 'open', ...offer });
  reports.push(overloaded);
  const offered = Math.round((overloaded.sent / overloaded.milliseconds) * 1000);
  const recovery = Math.round(overloaded.recovery);
  report(
    task,
    `offered ${offered} calls/s (slowest ${Math.round(overloaded.slowest)} ms), recovered in ${recovery} ms: ${countsOf(overloaded)}`,
  );
  expect(overloaded.wrong).toEqual([]);
  expect(Object.keys(overloaded.outcomes)).toEqual(expect.arrayContaining(['GET /products 200', 'POST /webhooks 200']));
  // What was measured a moment ago, while everything started, is less than can be borne.
  if (isLongForm) {
    expect(overloaded.outcomes['GET /products 503'] ?? 0).toBeGreaterThan(0);
    expect(offered).toBeGreaterThan(2 * perSecond);
  }
  expect(recovery).toBeLessThan(runs(10_000, 2_000));
});

it('loses no event that it acknowledged', async ({ task }) => {
  const acknowledged = reports.flatMap((report) => report.acknowledged);
  const unacknowledged = reports.flatMap((report) => report.unacknowledged);
  const registers = await storedRegisters();
  const names = new Set([...acknowledged, ...unacknowledged].map(registerOf));
  const newestOf = (events: readonly ConnectorEvent[], name: string) =>
    Math.max(-Infinity, ...events.filter((event) => registerOf(event) === name).map(({ at }) => at));
  for (const name of names) {
    const newest = newestOf(acknowledged, name);
    const also = unacknowledged.filter((event) => registerOf(event) === name && event.at > newest).map(({ at }) => at);
    expect([newest, ...also], name).toContain(registers.get(name) ?? -Infinity);
  }
  expect(acknowledged.length).toBeGreaterThan(runs(0, 100));
  report(
    task,
    `${acknowledged.length} acknowledged, ${unacknowledged.length} not, over ${names.size} times of ${moving.length} websites: each stored`,
  );
});

function registerOf({ website, versionId, register }: ConnectorEvent): string {
  return `${website} ${versionId} ${register}`;
}

async function storedRegisters(): Promise<Map<string, number>> {
  const client = new DynamoDBClient(run.aws);
  const scan = { TableName: run.stack().outputs.InstallTableName, ConsistentRead: true };
  const { Items = [] } = await client.send(new ScanCommand(scan)).finally(() => client.destroy());
  const times = Items.map(parseRow).flatMap(({ website, install }) =>
    Object.entries(install.versions).flatMap(([versionId, registers]) =>
      Object.entries(registers).map(([register, at]) => [`${website} ${versionId} ${register}`, at] as const),
    ),
  );
  return new Map(times);
}
