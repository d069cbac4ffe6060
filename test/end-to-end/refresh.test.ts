import { randomUUID } from 'node:crypto';
import { appendFileSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Website } from '../../connector/website.ts';
import { type LocalRun, startLocalRun } from '../../dev/local-run.ts';
import { sampleValues } from '../../dev/sample-values.ts';
import { localApiKey } from '../../dev/shop-server.ts';
import { type EventType, exampleEvent } from '../../platform/events.ts';
import { listProducts, verifyParameters } from '../../platform/platform-client.ts';
import { deliverEvent } from '../../platform/webhook-delivery.ts';

/** A catalog's life on the stack's own queue, schedule and bucket. The tests follow one another. */
const website = 'ha-7' as Website;
const connectorVersionId = randomUUID();
const folder = mkdtempSync(join(tmpdir(), 'refresh-'));
const feed = join(folder, 'feed.tsv');
const lines: string[] = [];
let run: LocalRun;
let s3: S3Client;
let sqs: SQSClient;

beforeAll(async () => {
  copyFileSync('test/fixtures/local-run-feed.tsv', feed);
  run = await startLocalRun({
    assembly: inject('assembly'),
    secret: 'refresh-secret',
    feed,
    onLog: (line) => lines.push(line),
  });
  s3 = new S3Client({ ...run.aws, forcePathStyle: true });
  sqs = new SQSClient(run.aws);
});
afterAll(async () => {
  s3?.destroy();
  sqs?.destroy();
  await run?.close();
  rmSync(folder, { recursive: true });
});

const deliver = (type: EventType) =>
  deliverEvent(run.connector, exampleEvent(type, { website, connectorVersionId, createdAt: new Date() }), {
    timeScale: 0,
  });

async function titles(): Promise<string[] | number | undefined> {
  const { answer } = await listProducts(run.connector, { idWebsite: website });
  if (answer?.status !== 200) return answer?.status;
  return JSON.parse(String(answer.body)).map(({ title }: { title: string }) => title);
}

async function files(): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: run.stack().outputs.IndexBucketName }));
  return Contents.map(({ Key = '' }) => Key);
}

/** Lets the schedule come due and waits until its messages have been handled. */
async function refreshed(): Promise<void> {
  await run.triggerSchedules();
  await expect.poll(messages, { timeout: 15_000 }).toEqual(['0', '0']);
}

async function messages(): Promise<(string | undefined)[]> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: run.stack().outputs.RefreshQueueUrl, AttributeNames: [...names] }),
  );
  return names.map((name) => Attributes[name]);
}

it('is ready a moment after the install', async () => {
  const typed = { websiteId: website, iadvizeApiKey: localApiKey, ...sampleValues(run) };
  await verifyParameters(run.connector, typed);
  await deliver('connector.installed');
  await expect.poll(titles, { timeout: 15_000 }).toEqual(['Cerf-volant Mistral', 'Cerf-volant Sirocco']);
  for (const file of await files()) expect(file).toMatch(/^ha-7\/\d{13}-[\da-f-]{36}\.sqlite$/);
});

it('stays as it is while the feed does', async () => {
  await expect.poll(messages, { timeout: 15_000 }).toEqual(['0', '0']);
  const before = await files();
  await refreshed();
  expect(await files()).toEqual(before);
});

it('follows the feed when the schedule comes due', async () => {
  const row =
    'KITE-3\tCerf-volant Tramontane\tPour la plage\thttps://shop.example/kite-3\thttps://shop.example/kite-3.jpg';
  appendFileSync(feed, `\n${row}\t49.90 EUR\tin_stock\tZéphyr\tZK-3\tPlein air > Cerfs-volants\n`);
  await refreshed();
  await expect.poll(titles, { timeout: 15_000 }).toContain('Cerf-volant Tramontane');
});

it('is found by an instance that has just started', async () => {
  await run.restart();
  expect(await titles()).toHaveLength(3);
});

it('outlives a feed that breaks', async () => {
  writeFileSync(feed, '<html><body>Maintenance</body></html>');
  lines.length = 0;
  await refreshed();
  await expect.poll(() => lines.join('\n')).toContain('"RefreshFailed":1');
  expect(await titles()).toHaveLength(3);
});

it('leaves nothing behind when the website uninstalls', async () => {
  expect((await files()).length).toBeGreaterThan(0);
  await deliver('connector.uninstalled');
  await expect.poll(files, { timeout: 15_000 }).toEqual([]);
  expect(await titles()).toBe(404);
});
