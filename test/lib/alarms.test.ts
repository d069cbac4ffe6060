import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventMetrics, metrics } from '../../connector/environment.ts';
import { eventApp } from '../helpers/event-app.ts';
import { resourcesOf, synthesize, synthesizeAnew } from '../helpers/synthesize.ts';

const quiet = synthesize();
const context = { alarmEmail: 'ops@example.com', name: 'acme', stage: 'prod' };
const told = synthesizeAnew(context, eventApp);
/** Ids begin so. */
const ofEvents = /^AlarmsEvent/;

const alarms = resourcesOf(told, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => ({
  name: id.replace(/^Alarms|[0-9A-F]{8}$/g, ''),
  ...Properties,
}));

describe('runbook', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const sections = new Map(
    runbook
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section]),
  );

  it('has a section per alarm and none of an alarm that is gone', () => {
    expect([...sections.keys()].sort()).toEqual(alarms.map(({ name }) => name).sort());
  });

  it.each([...sections])('%s: description, investigation, resolution', (_, section) => {
    const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Description', 'Investigation', 'Resolution']);
  });

  it('is named by each alarm, with its section', () => {
    for (const { name, AlarmDescription } of alarms) expect(AlarmDescription).toContain(`docs/runbook.md, ${name}.`);
  });
});

it('watches the counts that the functions write, under the name of this stack', () => {
  const counts = alarms.filter(({ Namespace }) => Namespace === 'acme-prod').map(({ MetricName }) => MetricName);
  const { fault, webhookPutOff, signatureRefused, clockAhead, keyDenied } = metrics;
  const { catalogNotFetched, catalogUnreadable, catalogOverdue } = metrics;
  const ofCatalogs = [catalogNotFetched, catalogUnreadable, catalogOverdue];
  const { eventNotPublished } = eventMetrics;
  const watched = [fault, webhookPutOff, signatureRefused, clockAhead, keyDenied, ...ofCatalogs, eventNotPublished];
  expect(counts.sort()).toEqual(watched.sort());
  const namespaces = resourcesOf(told, 'AWS::Lambda::Function').map(
    ([, { Properties }]) => Properties.Environment.Variables.METRIC_NAMESPACE,
  );
  expect(new Set(namespaces)).toEqual(new Set(['acme-prod']));
});

describe('events', () => {
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));

  it('ring for one message among the dead letters', () => {
    const { Dimensions, ...alarm } = byName.get('EventsGivenUp')!;
    expect(alarm).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 });
    expect(Dimensions[0].Value['Fn::GetAtt'][0]).toMatch(/^EventsDeadLetters/);
  });

  it('ring for one failure of a handler, told by itself or by Lambda', () => {
    const names = byName
      .get('EventHandlersFailed')!
      .Metrics.flatMap(({ MetricStat }: { MetricStat?: { Metric: { MetricName: string } } }) =>
        MetricStat ? [MetricStat.Metric.MetricName] : [],
      );
    expect(names.sort()).toEqual(['Errors', eventMetrics.eventHandlerFailed]);
  });
});

describe('refreshes', () => {
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));

  it('rings for one message among the dead letters', () => {
    const { Dimensions, ...alarm } = byName.get('RefreshesGivenUp')!;
    expect(alarm).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
    });
    expect(Dimensions[0].Value['Fn::GetAtt'][0]).toMatch(/^RefreshQueueDeadLetters/);
  });

  it.each([
    ['5', 3600],
    ['180', 10_800],
  ])('counts failures over three rounds, of %s minutes but at least an hour', (refreshMinutes, seconds) => {
    const { Metrics, EvaluationPeriods } = resourcesOf(synthesize({ refreshMinutes }), 'AWS::CloudWatch::Alarm').find(
      ([id]) => id.startsWith('AlarmsRefreshesFailed'),
    )![1].Properties;
    const parts = Metrics.filter((each: { MetricStat?: object }) => each.MetricStat).map(
      ({
        MetricStat: { Metric, Period, Stat },
      }: {
        MetricStat: { Metric: { MetricName: string }; Period: number; Stat: string };
      }) => [Metric.MetricName, Period, Stat],
    );
    expect(parts.sort()).toEqual([
      ['Invocations', seconds, 'Sum'],
      [metrics.refreshFailed, seconds, 'Sum'],
    ]);
    expect(EvaluationPeriods).toBe(3);
  });

  it.each([
    ['5', 3600],
    ['180', 10_800],
    ['1440', 86_400],
  ])('rings when the schedule of %s minutes has called nothing for two rounds', (refreshMinutes, seconds) => {
    const template = synthesize({ refreshMinutes });
    const [, { Properties, DependsOn }] = resourcesOf(template, 'AWS::CloudWatch::Alarm').find(([id]) =>
      id.startsWith('AlarmsScheduleStopped'),
    )!;
    const [rule, { Properties: scheduled }] = resourcesOf(template, 'AWS::Events::Rule')[0]!;
    expect(Properties).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 2,
      Period: seconds,
    });
    const { Value } = Properties.Dimensions[0];
    expect(scheduled.Targets.map(({ Arn }: { Arn: object }) => Arn)).toEqual([{ 'Fn::GetAtt': [Value.Ref, 'Arn'] }]);
    expect(DependsOn).toContain(rule);
  });
});

it('is silent where nothing was called, but for the schedule, which always calls', () => {
  for (const { name, TreatMissingData } of alarms) {
    expect([name, TreatMissingData]).toEqual([name, name === 'ScheduleStopped' ? 'breaching' : 'notBreaching']);
  }
});

it('tells the given address when an alarm rings and when it is over', () => {
  const [[topic]] = resourcesOf(told, 'AWS::SNS::Topic') as [[string, unknown]];
  expect(resourcesOf(told, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties)).toEqual([
    { Protocol: 'email', Endpoint: 'ops@example.com', TopicArn: { Ref: topic } },
  ]);
  for (const { AlarmActions, OKActions } of alarms) {
    expect([AlarmActions, OKActions]).toEqual([[{ Ref: topic }], [{ Ref: topic }]]);
  }
});

it('has the alarms but no topic when no address is given', () => {
  const others = resourcesOf(told, 'AWS::CloudWatch::Alarm').filter(([id]) => !ofEvents.test(id));
  expect(resourcesOf(quiet, 'AWS::CloudWatch::Alarm').map(([id]) => id)).toEqual(others.map(([id]) => id));
  expect(resourcesOf(quiet, 'AWS::SNS::Topic')).toEqual([]);
});

it('draws every count on the dashboard', () => {
  const body = JSON.stringify(resourcesOf(told, 'AWS::CloudWatch::Dashboard'));
  for (const name of Object.values({ ...metrics, ...eventMetrics })) expect(body).toContain(name);
});

it('draws no count and watches none that nobody writes', () => {
  const root = new URL('../../', import.meta.url);
  const sources = globSync('{connector,functions}/**/*.ts', { cwd: root });
  const code = sources.map((path) => readFileSync(new URL(path, root), 'utf8')).join('');
  const names = [metrics, eventMetrics].flatMap(Object.keys);
  const unwritten = names.filter((key) => !new RegExp(`etrics\\.${key}\\b`).test(code));
  expect(unwritten).toEqual([]);
});
