/**
 * What every candidate calls, in a process of its own: an AWS that repeats its answers, with so many installed websites, each with a
 * catalog of so many items, and the shop that the peers ask. Tells its parent the variables of the functions and the events.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildFeedFile } from '../../dev/build-feed-file.ts';
import { openIndex } from '../../connector/search/catalog-index.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { callAws } from '../../connector/aws/call-aws.ts';
import { installTableKey, variables } from '../../connector/environment.ts';
import { seal } from '../../connector/installs/credential-vault.ts';
import { rowItem } from '../../connector/installs/install-row.ts';
import { uploadObject } from '../../connector/aws/s3-objects.ts';
import { downloadObject } from '../../connector/aws/download-object.ts';
import { sign } from '../../connector/endpoint/signature.ts';
import type { Website } from '../../connector/website.ts';
import { localAccount, localAwsVariables } from '../../dev/aws/local-account.ts';
import { startLocalAws } from '../../dev/aws/local-aws.ts';
import { toGatewayEvent } from '../../dev/gateway-event.ts';
import { config } from '../../test/fixtures/template.config.ts';
import { generateFeed } from '../generate-feed.ts';
import { readOptions } from '../read-options.ts';
import { temporaryPath } from '../temporary-path.ts';
import { recordAnswers } from './recorded-answers.ts';

export interface Stub {
  variables: Record<string, string>;
  /** A question that finds a full page; then others. They go to the websites in turn. */
  events: unknown[];
  indexBytes: number;
}

const [items = 3000, websiteCount = 1] = process.argv.slice(2).map(Number);
const websites = Array.from({ length: websiteCount }, (_, index) => `ha-${index + 1}` as Website);
const questions = 200;
const arn = (service: string, name: string) => `arn:aws:${service}:${localAccount.region}:${localAccount.id}:${name}`;
const names = {
  table: 'installs',
  bucket: 'indexes',
  secret: arn('secretsmanager', 'secret:app'),
  key: arn('kms', 'key/1'),
};
const secret = 'bench-secret';
const twoDays = 2 * 86_400;

const feed = temporaryPath();
await generateFeed(items, feed);
const file = temporaryPath();
const report = await buildFeedFile(createReadStream(feed), file, { ...readOptions, locale: config.locale });
const index = openIndex(file);
const limit = 20;
const words = titleWords();
const text = words.find((word) => word.length > 3 && find(word).length >= limit)!;
if (!text) throw new Error('No word of the feed finds a page of products: take more items.');
const body = JSON.stringify(index.products({ text, categoryId: undefined, limit, offset: 0 }));

const shop = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(body);
});
await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));

const shopHost = `127.0.0.1:${(shop.address() as AddressInfo).port}`;

const aws = await startLocalAws({
  tables: [
    {
      TableName: names.table,
      KeySchema: [{ AttributeName: installTableKey, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: installTableKey, AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  ],
  keys: [names.key],
  buckets: [names.bucket],
  onCall: (service, operation) => {
    if (service !== 'secretsmanager' || operation !== 'GetSecretValue') return 'pass';
    // Older than a day, as it mostly is: then there is no previous one to ask for.
    const CreatedDate = Date.now() / 1000 - twoDays;
    const answer = { ARN: names.secret, Name: 'app', SecretString: secret, CreatedDate, VersionStages: ['AWSCURRENT'] };
    return { kind: 'answer', status: 200, body: JSON.stringify(answer) };
  },
});

const functionVariables = {
  ...localAwsVariables(aws.access),
  [variables.installTable]: names.table,
  [variables.appSecret]: names.secret,
  [variables.credentialKey]: names.key,
  [variables.indexBucket]: names.bucket,
  [variables.ephemeralStorage]: '512',
  [variables.metricNamespace]: 'bench',
  // The shop of `connector-live`, which is on loopback.
  [variables.localShops]: shopHost,
  BENCH_WEBSITE: websites[0]!,
};
Object.assign(process.env, functionVariables);

const now = Date.now();
for (const website of websites) await install(website);
const { length } = websites;
const events = [text, ...Array.from({ length: Math.max(questions, length) }, (_, i) => words[i % words.length]!)].map(
  (word, i) => eventOf(websites[i % length]!, word),
);
const recorded = await recordAnswers(aws.access);
process.env.AWS_ENDPOINT_URL = recorded.url;
await askOnce();
const ofRecorded = localAwsVariables({ ...aws.access, endpoint: recorded.url });
process.send!({ variables: { ...functionVariables, ...ofRecorded }, events, indexBytes: statSync(file).size } satisfies Stub);
process.on('disconnect', async () => {
  await recorded.close();
  await aws.close();
  process.exit();
});

async function install(website: Website): Promise<void> {
  const deadline = deadlineIn(60_000);
  const key = `${website}/1.sqlite`;
  await uploadObject(names.bucket, key, file, deadline);
  const url = `http://${shopHost}/products`;
  const sealed = await seal(website, { feedUrl: 'https://shop.example/feed.xml', url }, deadline);
  const { bytes, products, categories } = report;
  const install = {
    versions: { 'version-1': { installedAt: now } },
    verifiedAt: now,
    active: { sealed, verifiedAt: now, catalog: { index: { key, bytes, products, categories, builtAt: now } } },
    pending: undefined,
  };
  const Item = rowItem({ website, revision: 1, install });
  await callAws('dynamodb', 'PutItem', { TableName: names.table, Item }, deadline);
}

/** So that each answer is recorded before a candidate asks: also for `http-only`, which signs nothing. */
async function askOnce(): Promise<void> {
  const deadline = deadlineIn(60_000);
  const Key = { [installTableKey]: { S: websites[0]! } };
  await callAws('secretsmanager', 'GetSecretValue', { SecretId: names.secret }, deadline);
  await callAws('dynamodb', 'GetItem', { TableName: names.table, Key, ConsistentRead: true }, deadline);
  await downloadObject(names.bucket, `${websites[0]}/1.sqlite`, temporaryPath(), deadline);
}

function eventOf(website: Website, searchQuery: string): unknown {
  const asked = { idWebsite: website, idConnectorVersion: 'version-1', searchQuery, limit: String(limit) };
  const query = `${new URLSearchParams(asked)}`;
  const headers = { host: 'api.example', 'x-iadvize-signature': sign(query, secret), accept: 'application/json' };
  return toGatewayEvent(
    {
      method: 'GET',
      target: `/products?${query}`,
      rawHeaders: Object.entries(headers).flat(),
      body: Buffer.alloc(0),
      sourceIp: '192.0.2.1',
    },
    { routeKey: 'GET /products', requestId: 'bench', receivedAt: now },
  );
}

function find(text: string | undefined) {
  return index.products({ text, categoryId: undefined, limit: 100, offset: 0 });
}

/** What shoppers may type, each word once. */
function titleWords(): string[] {
  return [...new Set(find(undefined).flatMap(({ title }) => title.split(' ')))];
}
