import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { readSynthesizedStack } from '../../dev/synthesized-stack.ts';
import { bundleFunction, bundleOptions } from '../../lib/bundle-function.ts';
import { checkHandlers, readHandler } from '../../lib/own-handlers.ts';
import { eventApp } from '../helpers/event-app.ts';
import { type Resource, resourcesOf, synthesize, synthesizeAnew } from '../helpers/synthesize.ts';

const stack = synthesizeAnew(
  { stage: 'prod', alarmEmail: 'ops@example.com' },
  { ...eventApp, prepare: (app) => Validations.of(app).addPlugins(new AwsSolutionsChecks(app)) },
);
const plain = synthesize({ stage: 'prod', alarmEmail: 'ops@example.com' });
const outdir = mkdtempSync(join(tmpdir(), 'event-delivery-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** Those of the stack with events alone. */
const added = (type: string): Resource[] =>
  resourcesOf(stack, type).flatMap(([id, resource]) => (id in plain.template.Resources ? [] : [resource]));
const functionOf = (file: string) =>
  resourcesOf(stack, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.Description === `functions/${file}.ts`,
  )!;
const handlerFile = '../docs/examples/on-conversation-closed';

describe('without events', () => {
  it('nothing of them is in the stack, and what is there keeps its ids when they come', () => {
    const types = new Set(Object.values(plain.template.Resources).map(({ Type }) => Type));
    expect(types).not.toContain('AWS::Events::EventBus');
    expect(resourcesOf(plain, 'AWS::Events::Rule')).toHaveLength(1);
    expect(JSON.stringify(plain.template)).not.toMatch(/EVENT_|HANDLED|PutEvents|purpose|EventNotPublished/);
    expect(Object.keys(plain.template.Resources).filter((id) => !(id in stack.template.Resources))).toEqual([]);
  });

  it('nothing of them is in a bundle', async () => {
    const ofEvents =
      /connector\/events\/(?!receive-event)|connector\/iadvize\/(?!owns-website|call-iadvize|api-error)|kept-key/;
    const names = ['webhook-events', 'verification', 'products', 'refresh-catalog'];
    const { metafile, outputFiles } = await build({
      ...bundleOptions(),
      entryPoints: names.map((name) => `functions/${name}.ts`),
      ...{ outdir, write: false, metafile: true, conditions: ['template'] },
    });
    const inputs = Object.values(metafile!.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
    expect(inputs.filter((path) => ofEvents.test(path))).toEqual([]);
    for (const { path, text } of outputFiles!) {
      expect([path, text.match(/EVENT_|HANDLED_|AWSEvents|EventNotPublished|iadvize-api-key|kept encrypted/)]).toEqual([
        path,
        null,
      ]);
    }
  });
});

describe('with events', () => {
  it('AWS Solutions finds nothing that lacks a written reason', () => {
    const { pluginReports } = JSON.parse(readFileSync(join(stack.folder, 'validation-report.json'), 'utf8'));
    expect(pluginReports[0].violations).toEqual([]);
  });

  it('the webhook function publishes to the bus and gets no other right', () => {
    const [id, { Properties }] = functionOf('webhook-events-published');
    expect(id in plain.template.Resources).toBe(true);
    expect(Properties.Environment.Variables).toHaveProperty('EVENT_BUS_NAME');
    const statements = statementsOf(stack, /^WebhookEventsRole/);
    expect(statements.slice(statementsOf(plain, /^WebhookEventsRole/).length)).toMatchObject([
      { Action: 'events:PutEvents', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^EventsBus/), 'Arn'] } },
    ]);
  });

  it('a handler has its rule, a queue that tries five times, and dead letters for two weeks; there is no archive', () => {
    const [rule] = added('AWS::Events::Rule');
    expect(rule!.Properties).toMatchObject({
      EventPattern: { source: ['connector-prod'], 'detail-type': ['conversation.closed'] },
      Targets: [{ Arn: { 'Fn::GetAtt': [expect.stringContaining('ConversationClosedQueue'), 'Arn'] } }],
    });
    const queues = added('AWS::SQS::Queue').map(({ Properties }) => Properties);
    expect(queues).toMatchObject([
      { SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 },
      { SqsManagedSseEnabled: true, VisibilityTimeout: 360, RedrivePolicy: { maxReceiveCount: 5 } },
    ]);
    expect(added('AWS::Events::Archive')).toEqual([]);
    expect(functionOf(handlerFile)[1].Properties.Timeout).toBe(60);
  });

  it('a handler may do what it declares: its own rows, the installs, the key and never the settings', () => {
    const actions = statementsOf(stack, /^OwnOnConversationClosedRole/).map(({ Action, Condition }) => [
      [Action].flat().join(),
      Condition,
    ]);
    expect(actions).toEqual([
      ['logs:CreateLogStream,logs:PutLogEvents', undefined],
      ['dynamodb:GetItem', undefined],
      [
        'kms:Decrypt',
        {
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['website', 'purpose'] },
          StringEquals: { 'kms:EncryptionContext:purpose': 'iadvize-api-key' },
          Null: { 'kms:EncryptionContext:website': 'false' },
        },
      ],
      [expect.stringContaining('sqs:ReceiveMessage'), undefined],
      [
        'dynamodb:GetItem,dynamodb:PutItem',
        {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['on-conversation-closed'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      ],
    ]);
  });

  it('nobody else may open a key', () => {
    const openers = resourcesOf(stack, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      Properties.PolicyDocument.Statement.filter(
        ({ Action, Condition }: Statement) => Action === 'kms:Decrypt' && Condition?.StringEquals,
      ).map(() => Properties.Roles[0].Ref),
    );
    expect(openers).toEqual([expect.stringMatching(/^OwnOnConversationClosedRole/)]);
  });

  it('the local run reads the rule, and polls the queue that it leads to', () => {
    const { rules, deliveries, functions } = readSynthesizedStack(stack.folder, 'http://127.0.0.1:1');
    const handler = functions.find(({ source }) => source === `functions/${handlerFile}.ts`)!;
    const delivery = deliveries.find(({ functionId }) => functionId === handler.id)!;
    expect(rules).toEqual([
      {
        bus: functions.find(({ source }) => source?.includes('webhook-events'))!.variables.EVENT_BUS_NAME,
        sources: ['connector-prod'],
        detailTypes: ['conversation.closed'],
        queues: [delivery.queueArn.split(':').at(-1)],
      },
    ]);
    expect(delivery).toMatchObject({ batchSize: 1, reportsItemFailures: true });
  });

  it('the example’s bundle has at most 150 kB', () => {
    const code = readFileSync(join(bundleFunction(handlerFile, join(outdir, 'a/b/c')), 'index.cjs'));
    expect(code.length).toBeLessThanOrEqual(150_000);
  });
});

describe('a handler is refused', () => {
  const one = { name: 'on-x', file: 'own/on-x', types: ['conversation.closed'] };
  const app = { events: ['conversation.closed'], keepsApiKey: false };

  it.each([
    ['of a type that is not published', [{ ...one, types: ['visitor.updated'] }], 'name it in `events`'],
    ['that uses the key of an app that keeps none', [{ ...one, uses: ['apiKey' as const] }], 'keepsApiKey = true'],
    ['of no type', [{ ...one, types: [] }], 'handles no type'],
    ['that may run for hours', [{ ...one, seconds: 3600 }], 'must have 10 to 900 seconds'],
  ])('%s', (_, handlers, message) => {
    expect(() => checkHandlers(handlers, app)).toThrow(message);
  });

  it('in a stack that publishes nothing', () => {
    expect(() => synthesizeAnew({}, { handlers: eventApp.handlers })).toThrow('name it in `events`');
  });

  it('that was not made by onEvent, or is named otherwise', () => {
    expect(() => readHandler('functions/own/on-x.ts', async () => {})).toThrow('export const handler = onEvent');
    const handler = Object.assign(() => {}, { declaration: { types: [] } });
    expect(() => readHandler('functions/own/on-X.ts', handler)).toThrow('expected on-<name>.ts');
  });
});

interface Statement {
  Action: string | string[];
  Resource: object;
  Condition?: Record<string, object>;
}

function statementsOf(of: typeof stack, role: RegExp): Statement[] {
  return resourcesOf(of, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
    role.test(Properties.Roles[0].Ref) ? Properties.PolicyDocument.Statement : [],
  );
}
