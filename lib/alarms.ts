import { Aws } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  AlarmStatusWidget,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { eventMetrics, metrics } from '../connector/environment.ts';
import type { ConnectorApi } from './connector-api.ts';
import { count, period, sum } from './connector-metrics.ts';
import type { EventDelivery } from './event-delivery.ts';
import type { Refreshes } from './refreshes.ts';

interface AlarmsProps {
  api: ConnectorApi;
  endpoints: readonly IFunction[];
  refreshes: Refreshes | undefined;
  events: EventDelivery | undefined;
  email: string | undefined;
}

/** Each alarm's id is a section of `docs/runbook.md`. */
export class Alarms extends Construct {
  private readonly alarms: Alarm[] = [];

  constructor(scope: Construct, id: string, { api: { httpApi }, endpoints, refreshes, events, email }: AlarmsProps) {
    super(scope, id);
    const calls = httpApi.metricCount({ period });
    const serverErrors = httpApi.metricServerError({ period, statistic: 'Sum' });
    const p99 = httpApi.metricLatency({ period, statistic: 'p99' });
    const refusals = count(this, metrics.signatureRefused);
    const putOff = count(this, metrics.webhookPutOff);
    const errors = sum(
      'errors',
      endpoints.map((fn) => fn.metricErrors({ period })),
    );
    const throttles = sum(
      'throttles',
      endpoints.map((fn) => fn.metricThrottles({ period })),
    );
    const recalled = sum('recalled', [count(this, metrics.installRecalled), count(this, metrics.secretRecalled)]);
    const serverErrorRate = new MathExpression({
      // Below 20 calls one error is 5 %: it takes two, however few the calls.
      expression: 'IF(calls > 20, 100 * FILL(errors, 0) / calls, 5 * FILL(errors, 0))',
      usingMetrics: { calls, errors: serverErrors },
      label: '5xx, % of calls',
      period,
    });

    this.add('ServerErrors', 'More than 5 % of the calls were answered 5xx.', serverErrorRate, 5);
    this.add('SlowAnswers', 'One call in a hundred took longer than 5 s, for 15 minutes.', p99, 5000, 3);
    this.add('FunctionErrors', 'A function crashed or ran out of time or memory.', errors, 0);
    this.add('FunctionThrottles', 'Lambda refused calls: the account has no concurrency left.', throttles, 0);
    this.add('Faults', 'Calls ended by a fault of ours, not of the shop or the caller.', count(this, metrics.fault), 0);
    this.add('WebhooksPutOff', 'Events were answered 429, to be sent again.', putOff, 0);
    this.add('SignatureRefusals', 'More than ten calls came with a missing or wrong signature.', refusals, 10);
    this.add('ClockAhead', "An event's time was over five minutes ahead of ours.", count(this, metrics.clockAhead), 0);
    this.add('Recalled', 'The table or the secret did not answer: agents were served from memory.', recalled, 0);
    this.add('KeyDenied', 'KMS refused to seal or open credentials.', count(this, metrics.keyDenied), 0);
    const refreshGraphs = refreshes ? [this.watchRefreshes(refreshes)] : [];
    const eventGraphs = events ? [this.watchEvents(events)] : [];

    if (email) this.notify(email);
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: this.alarms, width: 24 })],
        [
          graph('Calls', [calls, httpApi.metricClientError({ period, statistic: 'Sum' }), serverErrors]),
          graph('Latency, ms', [httpApi.metricLatency({ period, statistic: 'p50' }), p99]),
        ],
        [
          graph('Functions', [errors, throttles]),
          graph(
            'Slowest 1 % by function, ms',
            endpoints.map((fn) => fn.metricDuration({ period, statistic: 'p99' })),
          ),
        ],
        ...refreshGraphs,
        ...eventGraphs,
        [
          graph(
            'Counts',
            Object.values(metrics).map((name) => count(this, name)),
          ),
        ],
      ],
    });
  }

  /** Answers what the dashboard shows of them. */
  private watchRefreshes({ queue, catalog, schedule, rule, round }: Refreshes): GraphWidget[] {
    const runs = catalog.metricInvocations({ period });
    const rounds = schedule.metricInvocations({ period: round });
    const errors = sum('refreshErrors', [catalog.metricErrors({ period }), schedule.metricErrors({ period })]);
    const deadLetters = queue.metricDeadLetters();
    const failureRate = new MathExpression({
      expression: '100 * FILL(failed, 0) / runs',
      usingMetrics: {
        runs: runs.with({ period: round }),
        failed: count(this, metrics.refreshFailed).with({ period: round }),
      },
      label: 'Failed, % of refreshes',
      period: round,
    });
    this.add(
      'CatalogsNotFetched',
      'Older catalogs answered: the newer files could not be fetched.',
      count(this, metrics.catalogNotFetched),
      0,
    );
    this.add(
      'CatalogsUnreadable',
      'Catalogs are damaged, gone, or of a format that this version does not read.',
      count(this, metrics.catalogUnreadable),
      0,
    );
    this.add('RefreshErrors', 'A refresh of a catalog crashed or ran out of time or memory.', errors, 0);
    this.add('RefreshesFailed', 'Three rounds in a row, over a quarter of the refreshes failed.', failureRate, 25, 3);
    this.add('RefreshesGivenUp', 'Refreshes were given up after three tries.', deadLetters, 0);
    const overdue = count(this, metrics.catalogOverdue).with({ period: round });
    this.add('CatalogsOverdue', 'Shops were not read to their end for two days.', overdue, 0);
    // Lambda writes no count where nothing was called, so what is missing is what rings.
    const stopped = this.alarm('ScheduleStopped', 'In two rounds the schedule asked for no refresh.', {
      metric: rounds,
      threshold: 1,
      evaluationPeriods: 2,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    // A new stack has an alarm later than what it waits for.
    stopped.node.addDependency(rule);
    return [
      graph('Refreshes', [rounds.with({ period, label: 'Rounds of the schedule' }), runs, errors, deadLetters]),
      graph('Longest refresh, ms', [catalog.metricDuration({ period, statistic: 'Maximum' })]),
    ];
  }

  private watchEvents(events: EventDelivery): GraphWidget[] {
    const unpublished = count(this, eventMetrics.eventNotPublished);
    this.add('EventsNotPublished', 'Installs or uninstalls were stored and did not reach the bus.', unpublished, 0);
    const deadLetters = events.metricDeadLetters();
    if (!deadLetters) return [graph('Events', [unpublished])];
    const failures = [count(this, eventMetrics.eventHandlerFailed), ...events.metricCrashes()];
    const failed = sum('handlerFailures', failures);
    this.add('EventHandlersFailed', 'A handler of events failed, crashed or ran out of time or memory.', failed, 0);
    this.add('EventsGivenUp', 'Events were given up after five tries of their handler.', deadLetters, 0);
    return [
      graph('Events', [unpublished, failed, deadLetters]),
      graph(
        'Runs of handlers',
        events.functions.map((fn) => fn.metricInvocations({ period })),
      ),
    ];
  }

  /** Rings when `metric` is over `threshold` in each of so many periods. */
  private add(id: string, what: string, metric: IMetric, threshold: number, evaluationPeriods = 1): void {
    this.alarm(id, what, {
      metric,
      threshold,
      evaluationPeriods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private alarm(id: string, what: string, props: AlarmProps): Alarm {
    const alarm = new Alarm(this, id, { ...props, alarmDescription: `${what} See docs/runbook.md, ${id}.` });
    this.alarms.push(alarm);
    return alarm;
  }

  private notify(email: string): void {
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    // A topic with a policy of its own (enforceSSL) loses the default that lets the account's alarms in.
    const conditions = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
    topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions }));
    for (const alarm of this.alarms) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}
