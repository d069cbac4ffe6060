import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventVariables, handledTableKey, installTableTtl } from '../connector/environment.ts';
import type { ConnectorFunction } from './connector-function.ts';
import { period } from './connector-metrics.ts';
import { checkHandlers, type OwnHandler } from './own-handlers.ts';

const kind = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
/** Runs of one handler at the same time; the least that Lambda takes is 2. */
const maxConcurrency = 2;
const maxReceiveCount = 5;

interface EventDeliveryProps {
  /** What `connector.config.ts` publishes. */
  events: readonly string[];
  handlers: readonly OwnHandler[];
  keepsApiKey: boolean;
  build: (handler: OwnHandler, more: { timeout: Duration }) => ConnectorFunction;
}

/**
 * The platform's events on a bus of the stack's own, and what handles them: for each handler a rule, a queue and a function. No
 * archive: it would keep visitors' words.
 */
export class EventDelivery extends Construct {
  readonly functions: ConnectorFunction[];
  private readonly bus: EventBus;
  private readonly deadLetters: Queue | undefined;

  constructor(scope: Construct, id: string, { events, handlers, keepsApiKey, build }: EventDeliveryProps) {
    super(scope, id);
    checkHandlers(handlers, { events, keepsApiKey });
    this.bus = new EventBus(this, 'Bus');
    this.functions = [];
    if (handlers.length === 0) return;
    const handled = new HandledTable(this, 'Handled');
    const deadLetters = new Queue(this, 'DeadLetters', { ...kind, retentionPeriod: Duration.days(14) });
    this.deadLetters = deadLetters;
    this.functions = handlers.map((handler) => {
      const { name, types, seconds = 60 } = handler;
      const timeout = Duration.seconds(seconds);
      const fn = build(handler, { timeout });
      const queue = new Queue(this, `${fn.node.id}Queue`, {
        ...kind,
        // AWS's rule, as for the refreshes; a run sets a shorter time itself.
        visibilityTimeout: Duration.seconds(Math.min(6 * seconds, 43_200)),
        deadLetterQueue: { queue: deadLetters, maxReceiveCount },
      });
      new Rule(this, `${fn.node.id}Rule`, {
        eventBus: this.bus,
        eventPattern: { source: [Stack.of(this).stackName], detailType: [...types] },
        targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
      });
      const actions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'ChangeMessageVisibility'];
      Grant.addToPrincipal({
        grantee: fn,
        actions: actions.map((action) => `sqs:${action}`),
        resourceArns: [queue.queueArn],
      });
      new EventSourceMapping(this, `${fn.node.id}Delivery`, {
        target: fn,
        eventSourceArn: queue.queueArn,
        batchSize: 1,
        maxConcurrency,
        reportBatchItemFailures: true,
      });
      fn.addEnvironment(eventVariables.queue, queue.queueUrl);
      fn.addEnvironment(eventVariables.handler, name);
      handled.grantRowsOf(name, fn);
      return fn;
    });
  }

  grantPublish(publisher: LambdaFunction): void {
    Grant.addToPrincipal({
      grantee: publisher,
      actions: ['events:PutEvents'],
      resourceArns: [this.bus.eventBusArn],
    });
    publisher.addEnvironment(eventVariables.bus, this.bus.eventBusName);
  }

  /** undefined without a handler. */
  metricDeadLetters(): IMetric | undefined {
    return this.deadLetters?.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' });
  }

  metricCrashes(): Metric[] {
    return this.functions.map((fn) => fn.metricErrors({ period }));
  }
}

/** Which handler is done with which event: ids and times, forgotten after weeks, and nothing that a backup should keep. */
class HandledTable extends Construct {
  private readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: handledTableKey.partition, type: AttributeType.STRING },
      sortKey: { name: handledTableKey.sort, type: AttributeType.STRING },
      timeToLiveAttribute: installTableTtl,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.table).acknowledge({
      id: 'AwsSolutions::AwsSolutions-DDB3',
      reason: 'It holds ids of events that were handled; without it an event that comes again is handled again.',
    });
  }

  /** Its own rows and no other handler's. */
  grantRowsOf(handler: string, grantee: LambdaFunction): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resourceArns: [this.table.tableArn],
      conditions: {
        // "All keys" holds of no key as well.
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [handler] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
    grantee.addEnvironment(eventVariables.handledTable, this.table.tableName);
  }
}
