import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callAws } from '../../connector/aws/call-aws.ts';
import { deleteObjects, uploadObject } from '../../connector/aws/s3-objects.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { environment, metrics } from '../../connector/environment.ts';
import { indexFormat } from '../../connector/search/index-format.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { eventOf, verificationOf } from '../prove/install-steps.ts';

const fixtures = join(import.meta.dirname, '../fixtures/indexes');
const feed = readFileSync(join(fixtures, 'format-1.tsv'));
const before = readFileSync(join(fixtures, 'format-1.sqlite'));

let connector: InProcessConnector;
let website: string;
let count = 0;
/** What the shop was told to be known, call by call. */
let known: (string | undefined)[];

beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
  connector.apiKeys.set('key', () => true);
});
afterAll(() => connector.close());
beforeEach(async () => {
  website = `ha-${++count}`;
  connector.world.onCall = () => 'pass';
  connector.world.shop = (request, response) => {
    // A round asks the shops of the tests before, too.
    if (request.url === `/${website}`) known.push(request.headers['if-none-match']);
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
    else response.setHeader('ETag', '"1"').end(feed);
  };
  known = [];
  const typed = { websiteId: website, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/${website}` };
  await connector.call('POST /verification', verificationOf(typed));
  await connector.call('POST /webhooks', eventOf('connector.installed', website));
  await connector.refresh();
  await connector.restart();
  connector.output.length = 0;
  known = [];
});

type Item = Record<string, { S: string }> & { active: { M: { catalog: { S: string } } } };
const deadline = () => deadlineIn(10_000);
const key = { get: () => ({ TableName: environment.installTable, Key: { website: { S: website } } }) };
const row = async () => (await callAws<{ Item: Item }>('dynamodb', 'GetItem', key.get(), deadline())).Item;
const pointer = async () => JSON.parse((await row()).active.M.catalog.S).index;

/** Points the install at `file` as some version would have; `format` undefined: the one that wrote no number. */
async function pointAt(file: Uint8Array | undefined, format?: unknown): Promise<void> {
  const item = await row();
  const { index, refresh } = JSON.parse(item.active.M.catalog.S);
  const { fileEtag, ...old } = index;
  const written = { ...old, format, bytes: file?.length ?? 1, ...(format === indexFormat && { fileEtag }) };
  item.active.M.catalog.S = JSON.stringify({ index: written, refresh });
  await callAws('dynamodb', 'PutItem', { TableName: environment.installTable, Item: item }, deadline());
  const path = join(tmpdir(), 'other.sqlite');
  writeFileSync(path, file ?? '');
  if (file) await uploadObject(environment.indexBucket, index.key, path, deadline());
  else await deleteObjects(environment.indexBucket, [index.key], deadline());
}

const search = (text: string) =>
  connector.call('GET /products', { query: `idWebsite=${website}&searchQuery=${encodeURIComponent(text)}` });
const categories = () => connector.call('GET /categories', { query: `idWebsite=${website}` });
const lines = () => connector.output.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
async function nextRound() {
  await connector.schedule();
  expect(await connector.refresh()).toBe(0);
}

describe('an upgrade', () => {
  it('empties no list, and builds anew though the shop says that nothing has changed', async () => {
    await pointAt(before);
    const found = await search('jonglierkeulen');
    expect([found.statusCode, JSON.parse(found.body!).length]).toEqual([200, 1]);
    const tree = await categories();
    expect([tree.statusCode, JSON.parse(tree.body!).length]).toEqual([200, 18]);
    await nextRound();
    expect(known).toEqual([undefined]);
    expect((await pointer()).format).toBe(indexFormat);
    expect((await search('jonglierkeulen')).statusCode).toBe(200);
    expect(lines().filter(({ level }) => level !== 'INFO')).toEqual([]);
    await nextRound();
    expect(known).toEqual([undefined, '"1"']);
  });
});

const numbered = (format: number) => {
  const file = Buffer.from(before);
  file.writeUInt32BE(format, 60);
  return file;
};
const damaged = Buffer.from(before);
damaged.fill(0xff, 4_096);

describe('a catalog that cannot be read', () => {
  it.each<[string, Uint8Array | undefined, unknown]>([
    ['of a newer format', numbered(indexFormat + 1), indexFormat + 1],
    ['of a format long past', numbered(indexFormat + 7), -3],
    ['whose format is no number', before, 'two'],
    ['whose file is of another format than the install says', numbered(indexFormat + 1), indexFormat],
    ['that is no SQLite', Buffer.from('<html>'.repeat(2_000)), indexFormat],
    ['that was cut short', before.subarray(0, 50_000), indexFormat],
    ['whose pages are damaged', damaged, indexFormat],
  ])('is told to be prepared, logged, counted and built anew by the next round: %s', async (_, file, format) => {
    await pointAt(file, format);
    for (const { statusCode, body } of [await search('lamp'), await search('lamp'), await categories()]) {
      expect([statusCode, JSON.parse(body!).code]).toEqual([503, 'catalog_not_ready']);
    }
    for (const line of lines()) {
      expect(line).toMatchObject({
        level: 'ERROR',
        [metrics.catalogUnreadable]: 1,
        cause: { name: 'UnreadableIndex' },
      });
      expect(line).not.toHaveProperty(metrics.fault);
    }
    expect(lines()).toHaveLength(3);
    await nextRound();
    expect(known).toEqual([undefined]);
    expect((await search('lamp')).statusCode).toBe(200);
  });
});

describe('a catalog file that is gone', () => {
  const whileFetching = (happens: () => Promise<unknown>) => {
    let fetched = 0;
    connector.world.onCall = async (service, operation) => {
      if (service === 's3' && operation === 'GetObject' && fetched++ === 0) await connector.unharmed(happens);
      return 'pass' as const;
    };
  };

  it('because the website was uninstalled meanwhile is no fault', async () => {
    whileFetching(async () => {
      await connector.call('POST /webhooks', eventOf('connector.uninstalled', website));
      await connector.refresh();
    });
    const { statusCode, body } = await search('lamp');
    expect([statusCode, JSON.parse(body!).code]).toEqual([404, 'unknown_website']);
    expect(lines().some((line) => metrics.fault in line)).toBe(false);
  });

  it('because the install points at a newer one by now is no fault, and the newer one answers', async () => {
    const old = (await pointer()).key;
    whileFetching(async () => {
      connector.world.shop = (_, response) => void response.end(feed);
      await nextRound();
      await deleteObjects(environment.indexBucket, [old], deadline());
    });
    expect((await search('lamp')).statusCode).toBe(200);
    expect((await pointer()).key).not.toBe(old);
    expect(lines().some((line) => metrics.fault in line || line.level === 'ERROR')).toBe(false);
  });

  it('though the install points at it is a fault, until the next round builds it anew', async () => {
    await pointAt(undefined, indexFormat);
    const { statusCode, body } = await search('lamp');
    expect([statusCode, JSON.parse(body!).code]).toEqual([503, 'temporarily_unavailable']);
    expect(lines()).toMatchObject([{ [metrics.fault]: 1, cause: { code: 'AccessDenied' } }]);
    await nextRound();
    expect(known).toEqual([undefined]);
    expect((await search('lamp')).statusCode).toBe(200);
  });
});
