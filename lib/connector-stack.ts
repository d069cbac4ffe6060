import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { AppSecret } from './app-secret.ts';
import { ConnectorApi } from './connector-api.ts';
import { ConnectorFunction } from './connector-function.ts';
import { CredentialKey } from './credential-key.ts';
import type { Deployment } from './deployment-context.ts';
import { IndexBucket } from './index-bucket.ts';
import { InstallTable } from './install-table.ts';
import { RefreshQueue } from './refresh-queue.ts';

/**
 * Memory buys CPU: 1,769 MB is one whole core. A verification needs it to read a shop's feed before the deadline;
 * `categories` and `products` to start, to fetch a catalog file over TLS within the first call, and to search it. A refresh
 * unpacks the feed beside reading it; 3,008 MB is the most that a new account may ask for. An event is a few calls to AWS;
 * the open endpoints only have to load.
 */
const memory = { shop: 1769, catalog: 1769, refresh: 3008, event: 512, open: 256 };

/**
 * The most that Lambda gives, for a hundredth of what the memory costs. 80 % of it holds twelve catalogs of a million items
 * (0.7 GB each), and a refresh has room to build one from a feed of 4 GB.
 */
const storage = 10_240;

/** The longest that Lambda lets a function run. */
const refreshTimeout = Duration.minutes(15);

/**
 * Refreshes at the same time: half of what a new account may run at once (10), so that agents always have the other half. A
 * limit of the queue's delivery, for reserved concurrency is refused where it leaves the account too little, and what it
 * turns away counts as tried.
 */
const concurrentRefreshes = 5;

interface StackProps extends Deployment {
  /** Whether the catalog opens merchants' credentials to answer agents. */
  usesCredentials: boolean;
}

/** One deployment of the connector: who may do what stands here, line by line. */
export class ConnectorStack extends Stack {
  constructor(scope: Construct, id: string, { stage, alarmEmail, refreshMinutes, usesCredentials }: StackProps) {
    const retain = stage === 'prod';
    super(scope, id, { description: 'iAdvize product-list connector', terminationProtection: retain });

    const installs = new InstallTable(this, 'InstallTable', { retain });
    const key = new CredentialKey(this, 'CredentialKey', { retain });
    const secret = new AppSecret(this, 'AppSecret', { retain });
    const indexes = new IndexBucket(this, 'IndexBucket', { retain });
    const queue = new RefreshQueue(this, 'RefreshQueue', { refreshTimeout });

    const fn = (name: string, memorySize: number, more: { timeout?: Duration; storage?: number } = {}) =>
      new ConnectorFunction(this, name, { memorySize, retain, ...more });
    const endpoints = {
      verification: fn('verification', memory.shop),
      categories: fn('categories', memory.catalog, { storage }),
      products: fn('products', memory.catalog, { storage }),
      'webhook-availability': fn('webhook-availability', memory.open),
      'webhook-events': fn('webhook-events', memory.event),
      health: fn('health', memory.open),
    };
    const refreshCatalog = fn('refresh-catalog', memory.refresh, { timeout: refreshTimeout, storage });
    const scheduleRefreshes = fn('schedule-refreshes', memory.event, { timeout: Duration.minutes(1) });

    for (const signed of ['verification', 'categories', 'products', 'webhook-events'] as const) {
      secret.grantRead(endpoints[signed]);
    }
    for (const reader of [endpoints.categories, endpoints.products]) {
      installs.grantRead(reader);
      if (usesCredentials) key.grantOpen(reader);
      indexes.grantRead(reader);
    }
    installs.grantWrite(endpoints.verification);
    key.grantSeal(endpoints.verification);
    queue.grantSend(endpoints.verification);
    installs.grantWrite(endpoints['webhook-events']);
    queue.grantSend(endpoints['webhook-events']);

    installs.grantScan(scheduleRefreshes);
    queue.grantSend(scheduleRefreshes);
    installs.grantWrite(refreshCatalog);
    key.grantOpen(refreshCatalog);
    indexes.grantWrite(refreshCatalog);
    queue.deliverTo(refreshCatalog, { maxConcurrency: concurrentRefreshes });
    const schedule = Schedule.rate(Duration.minutes(refreshMinutes));
    const rule = new Rule(this, 'RefreshSchedule', { schedule, targets: [new LambdaTarget(scheduleRefreshes)] });

    const api = new ConnectorApi(this, 'Api', { functions: endpoints, retain });
    const round = Duration.minutes(Math.max(60, refreshMinutes));
    const refresh = { queue, catalog: refreshCatalog, schedule: scheduleRefreshes, round, rule };
    new Alarms(this, 'Alarms', { api, endpoints: Object.values(endpoints), refresh, email: alarmEmail });

    const outputs = {
      HealthUrl: api.url('/health'),
      VerificationUrl: api.url('/verification'),
      CategoriesUrl: api.url('/categories'),
      ProductsUrl: api.url('/products'),
      WebhookUrl: api.url('/webhooks'),
      AppSecretArn: secret.arn,
      InstallTableName: installs.name,
      CredentialKeyArn: key.arn,
      IndexBucketName: indexes.name,
      RefreshQueueUrl: queue.url,
      Stage: stage,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
