import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { callAws } from '../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { environment } from '../../connector/environment.ts';
import { requestRefresh } from '../../connector/refresh/refresh-queue.ts';
import type { Website } from '../../connector/website.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { report, runs } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, verificationOf } from './install-steps.ts';

type Attribute = { S: string } | { N: string } | { M: Row };
interface Row {
  [name: string]: Attribute;
}

let connector: InProcessConnector;
/** Paths at which the shops were asked. */
let asked: string[];
/** What the rows held after the installs. */
let rows: Map<string, Row>;
let reads: number;
let refreshes: number;

beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
  connector.apiKeys.set('key', () => true);
  asked = [];
  connector.world.shop = ({ url = '' }, response) => {
    asked.push(url);
    response.end(shopFeed([{ id: '1', title: `Kite of ${url.slice(1)}`, category: `Outdoor of ${url.slice(1)}` }]));
  };
  for (const website of ['ha-1', 'ha-2', 'sd-1']) {
    await verify(website);
    await connector.call('POST /webhooks', eventOf('connector.installed', website));
  }
  await connector.refresh();
  rows = await readRows();
});
beforeEach(async () => {
  reads = 0;
  refreshes = 0;
  for (const row of rows.values()) await write(row);
});
afterAll(() => connector.close());

async function verify(website: string): Promise<void> {
  const typed = { websiteId: website, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/${website}` };
  const { body } = await connector.call('POST /verification', verificationOf(typed));
  expect(body).toContain('"isStepValid":true');
}

async function readRows(): Promise<Map<string, Row>> {
  return new Map(((await connector.rows()) as Row[]).map((row) => [(row.website as { S: string }).S, row]));
}

async function write(row: Row): Promise<void> {
  await callAws('dynamodb', 'PutItem', { TableName: environment.installTable, Item: row }, deadlineIn(10_000));
}

const setOf = (website: string) => (rows.get(website)!.active as { M: Row }).M;
const sealedOf = (website: string) => (setOf(website).sealed as { S: string }).S;
/** A row with its active set changed. */
function withSet(website: string, changes: Row): Row {
  return { ...rows.get(website)!, active: { M: { ...setOf(website), ...changes } } };
}

/** Both lists, on a cold instance and on one that is warm with the other website's: their own catalog or a fault of ours. */
async function readLists(website: string, other: string): Promise<void> {
  await connector.restart();
  for (const isWarm of [false, true]) {
    if (isWarm) {
      const { body } = await connector.call('GET /products', { query: `idWebsite=${other}` });
      expect(body).toContain(`Kite of ${other}`);
    }
    for (const route of ['GET /products', 'GET /categories'] as const) {
      const { statusCode, body = '' } = await connector.call(route, { query: `idWebsite=${website}` });
      expect(body).not.toContain(`of ${other}`);
      if (statusCode === 200) expect(body).toContain(`of ${website}`);
      else expect([statusCode, JSON.parse(body).code]).toEqual([503, 'temporarily_unavailable']);
      reads++;
    }
  }
}

/** The settings are opened by a refresh, if not before: no shop is asked and nothing is written. */
async function refuseRefresh(website: string): Promise<void> {
  const objects = await connector.objects();
  asked = [];
  connector.output.length = 0;
  await requestRefresh(website as Website, deadlineIn(10_000));
  expect(await connector.refresh()).toBeGreaterThan(0);
  expect(connector.output.join('')).toContain('InvalidCiphertextException');
  expect(asked).toEqual([]);
  expect(await connector.objects()).toEqual(objects);
  refreshes++;
}

const pairs = [
  ['ha-1', 'ha-2'],
  ['ha-2', 'ha-1'],
  ['ha-1', 'sd-1'],
  ['sd-1', 'ha-1'],
].slice(0, runs(2, 4)) as [string, string][];

it.for<[string, (website: string, other: string) => Row | Promise<Row>]>([
  ['the sealed settings alone', (website, other) => withSet(website, { sealed: { S: sealedOf(other) } })],
  ['the set with its catalog', (website, other) => withSet(website, setOf(other))],
  ['the whole row', (website, other) => ({ ...rows.get(other)!, website: { S: website } })],
  [
    'a set that an install event makes the active one',
    async (website, other) => {
      const { active, ...row } = rows.get(website)!;
      const expiresAt = { N: String(Date.now() + 60_000) };
      await write({ ...row, pending: { M: { ...setOf(other), expiresAt } } });
      await connector.call('POST /webhooks', eventOf('connector.installed', website));
      const settled = (await readRows()).get(website)!;
      expect(settled).toMatchObject({ active: { M: { sealed: { S: sealedOf(other) } } } });
      return settled;
    },
  ],
])('shows and opens nothing of another website from a row into which was copied: %s', async ([_, copied], { task }) => {
  for (const [website, other] of pairs) {
    await write(await copied(website, other));
    await readLists(website, other);
    await refuseRefresh(website);
    await write(rows.get(website)!);
    await readLists(website, other);
    const { body } = await connector.call('GET /products', { query: `idWebsite=${website}` });
    expect(body).toContain(`Kite of ${website}`);
  }
  report(task, `${reads} lists without a word of the other website, ${refreshes} refreshes that opened nothing`);
});

it('shows nothing of another website from a row into which its catalog was copied', async ({ task }) => {
  for (const [website, other] of pairs) {
    await write(withSet(website, { catalog: setOf(other).catalog! }));
    await readLists(website, other);
    await write(rows.get(website)!);
  }
  report(task, `${reads} lists without a word of the other website`);
});

it('opens no row whose sealed settings were altered', async ({ task }) => {
  const sealed = Buffer.from(sealedOf('ha-1'), 'base64');
  for (let at = 0; at < sealed.length; at += runs(25, 1)) {
    const flipped = Buffer.from(sealed);
    flipped[at]! ^= 1 << (at % 8);
    await write(withSet('ha-1', { sealed: { S: flipped.toString('base64') } }));
    await readLists('ha-1', 'ha-2');
    await refuseRefresh('ha-1');
  }
  report(task, `${refreshes} of ${sealed.length} bytes, a bit each: ${refreshes} refreshes that opened nothing`);
});
