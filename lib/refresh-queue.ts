import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { variables } from '../connector/environment.ts';
import { period } from './connector-metrics.ts';

const kind = { fifo: true, encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** Messages name websites whose catalogs shall be read; those of one website are delivered one after another. */
export class RefreshQueue extends Construct {
  private readonly queue: Queue;
  private readonly deadLetters: Queue;

  /** `refreshTimeout`: of the function that will consume it. */
  constructor(scope: Construct, id: string, { refreshTimeout }: { refreshTimeout: Duration }) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', { ...kind, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...kind,
      // AWS's rule: while all instances are busy, Lambda holds a message and tries again before it starts to work on it. A
      // refresh sets a shorter time itself, when it begins and when it fails.
      visibilityTimeout: Duration.seconds(6 * refreshTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 3 },
    });
  }

  get url(): string {
    return this.queue.queueUrl;
  }

  metricDeadLetters(): IMetric {
    return this.deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' });
  }

  grantSend(sender: LambdaFunction): void {
    this.grant(sender, ['sqs:SendMessage']);
  }

  /** Calls `consumer` for each message, `maxConcurrency` at a time, and lets it put a message off. */
  deliverTo(consumer: LambdaFunction, { maxConcurrency }: { maxConcurrency: number }): void {
    this.grant(consumer, [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
    ]);
    new EventSourceMapping(this, 'Delivery', {
      target: consumer,
      eventSourceArn: this.queue.queueArn,
      batchSize: 1,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }

  private grant(grantee: LambdaFunction, actions: string[]): void {
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.queue.queueArn] });
    grantee.addEnvironment(variables.refreshQueue, this.queue.queueUrl);
  }
}
