import { Duration, type Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ConnectorFunction } from './connector-function.ts';
import type { CredentialKey } from './credential-key.ts';
import { IndexBucket } from './index-bucket.ts';
import type { InstallTable } from './install-table.ts';
import { RefreshQueue } from './refresh-queue.ts';

/** The most that a new account may ask for: a refresh unpacks a feed beside reading it. */
const memorySize = 3008;

/** The longest that Lambda lets a function run. */
const timeout = Duration.minutes(15);

/**
 * The most that Lambda gives, for a hundredth of what the memory costs. 80 % of it holds twelve catalogs of a million items
 * (0.7 GB each), and a refresh has room to build one from a feed of 4 GB.
 */
const storage = 10_240;

/**
 * Refreshes at the same time: half of what a new account may run at once (10), so that agents always have the other half. A
 * limit of the queue's delivery, for reserved concurrency is refused where it leaves the account too little, and what it
 * turns away counts as tried.
 */
const maxConcurrency = 5;

interface RefreshesProps {
  installs: InstallTable;
  key: CredentialKey;
  /** The schedule's interval. */
  refreshMinutes: number;
  retain: boolean;
}

/**
 * The half of a stack that reads shops into indexes, again and again. No construct of its own: within one the bucket, which holds
 * the catalogs, would have another logical id and so be another, empty one.
 */
export class Refreshes {
  readonly queue: RefreshQueue;
  readonly catalog: ConnectorFunction;
  readonly schedule: ConnectorFunction;
  /** What calls `schedule`. */
  readonly rule: Rule;
  /** At least an hour and at least one round of the schedule. */
  readonly round: Duration;
  /** Of a function that holds indexes. */
  readonly files = { storage };
  private readonly indexes: IndexBucket;

  constructor(stack: Stack, { installs, key, refreshMinutes, retain }: RefreshesProps) {
    this.indexes = new IndexBucket(stack, 'IndexBucket', { retain });
    this.queue = new RefreshQueue(stack, 'RefreshQueue', { refreshTimeout: timeout });

    this.catalog = new ConnectorFunction(stack, 'refresh-catalog', { memorySize, timeout, storage, retain });
    installs.grantWrite(this.catalog);
    key.grantOpen(this.catalog);
    this.indexes.grantWrite(this.catalog);
    this.queue.deliverTo(this.catalog, { maxConcurrency });
    // A pass that takes longer than a run asks for the next one.
    this.queue.grantSend(this.catalog);

    const aMinute = { memorySize: 512, timeout: Duration.minutes(1) };
    this.schedule = new ConnectorFunction(stack, 'schedule-refreshes', { ...aMinute, retain });
    installs.grantScan(this.schedule);
    this.queue.grantSend(this.schedule);
    const schedule = Schedule.rate(Duration.minutes(refreshMinutes));
    this.rule = new Rule(stack, 'RefreshSchedule', { schedule, targets: [new LambdaTarget(this.schedule)] });
    this.round = Duration.minutes(Math.max(60, refreshMinutes));
  }

  get outputs(): Record<string, string> {
    return { IndexBucketName: this.indexes.name, RefreshQueueUrl: this.queue.url };
  }

  grantRead(reader: LambdaFunction): void {
    this.indexes.grantRead(reader);
  }

  /** To ask for a website's catalog to be read. */
  grantRequest(requester: LambdaFunction): void {
    this.queue.grantSend(requester);
  }
}
