import { expect, it } from 'vitest';
import { report } from '../helpers/runs.ts';
import { resourcesOf, synthesize, synthesizeAnew } from '../helpers/synthesize.ts';

const stack = synthesize({ alarmEmail: 'ops@example.com' });

const boundToWebsite = {
  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['website'] },
  Null: { 'kms:EncryptionContext:website': 'false' },
};

/** Reviewed by hand: change it only with the reason at hand. */
const reviewed = {
  VerificationRole: [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], 'VerificationLog'],
    ['secretsmanager:GetSecretValue', 'AppSecret'],
    [['dynamodb:GetItem', 'dynamodb:PutItem'], 'InstallTable'],
    ['kms:Encrypt', 'CredentialKey', boundToWebsite],
    ['sqs:SendMessage', 'RefreshQueue'],
  ],
  CategoriesRole: [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], 'CategoriesLog'],
    ['secretsmanager:GetSecretValue', 'AppSecret'],
    ['dynamodb:GetItem', 'InstallTable'],
    ['s3:GetObject', 'IndexBucket/*'],
  ],
  ProductsRole: [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], 'ProductsLog'],
    ['secretsmanager:GetSecretValue', 'AppSecret'],
    ['dynamodb:GetItem', 'InstallTable'],
    ['s3:GetObject', 'IndexBucket/*'],
  ],
  WebhookAvailabilityRole: [[['logs:CreateLogStream', 'logs:PutLogEvents'], 'WebhookAvailabilityLog']],
  WebhookEventsRole: [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], 'WebhookEventsLog'],
    ['secretsmanager:GetSecretValue', 'AppSecret'],
    [['dynamodb:GetItem', 'dynamodb:PutItem'], 'InstallTable'],
    ['sqs:SendMessage', 'RefreshQueue'],
  ],
  HealthRole: [[['logs:CreateLogStream', 'logs:PutLogEvents'], 'HealthLog']],
  ScheduleRefreshesRole: [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], 'ScheduleRefreshesLog'],
    ['dynamodb:Scan', 'InstallTable'],
    ['sqs:SendMessage', 'RefreshQueue'],
  ],
  RefreshCatalogRole: [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], 'RefreshCatalogLog'],
    [['dynamodb:GetItem', 'dynamodb:PutItem'], 'InstallTable'],
    ['kms:Decrypt', 'CredentialKey', boundToWebsite],
    [['s3:DeleteObject', 's3:GetObject', 's3:PutObject', 's3:PutObjectTagging'], 'IndexBucket/*'],
    ['s3:ListBucket', 'IndexBucket'],
    [
      [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ],
      'RefreshQueue',
    ],
  ],
};

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: Arn | { 'Fn::Join': ['', [Arn, '/*']] };
  Condition?: object;
}

interface Arn {
  'Fn::GetAtt': [string, 'Arn'];
}

/** `IndexBucket`, or `IndexBucket/*` for what is in it. */
function nameOf(resource: Statement['Resource'] | { Ref: string }): string {
  if ('Ref' in resource) return name(resource.Ref);
  if ('Fn::GetAtt' in resource) return name(resource['Fn::GetAtt'][0]);
  const [arn, rest] = resource['Fn::Join'][1];
  return nameOf(arn) + rest;
}

/** `AppSecret048408C8` → `AppSecret` */
function name(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

it('every statement of every policy is as reviewed', ({ task }) => {
  const granted = resourcesOf(stack, 'AWS::IAM::Policy').map(([, { Properties }]) => {
    expect(Properties.Roles).toHaveLength(1);
    const statements = (Properties.PolicyDocument.Statement as Statement[]).map(
      ({ Effect, Action, Resource, Condition }) => {
        expect(Effect).toBe('Allow');
        const on = nameOf(Resource);
        return Condition ? [Action, on, Condition] : [Action, on];
      },
    );
    return [name(Properties.Roles[0].Ref), statements];
  });
  expect(Object.fromEntries(granted)).toEqual(reviewed);
  report(task, `${Object.values(reviewed).flat().length} statements of ${granted.length} roles`);
});

it('agents’ functions may open credentials only where the catalog uses them', () => {
  const opened = synthesizeAnew({}, { catalog: { parameters: [] } });
  const openers = resourcesOf(opened, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => JSON.stringify(Properties.PolicyDocument).includes('kms:Decrypt'))
    .map(([, { Properties }]) => name(Properties.Roles[0].Ref));
  expect(openers.sort()).toEqual(['CategoriesRole', 'ProductsRole', 'RefreshCatalogRole']);
});

it('roles have no right besides those, and each function has its own', () => {
  const roles = resourcesOf(stack, 'AWS::IAM::Role');
  expect(roles.map(([id]) => name(id)).sort()).toEqual(Object.keys(reviewed).sort());
  for (const [, { Properties }] of roles) expect(Object.keys(Properties)).toEqual(['AssumeRolePolicyDocument']);
  const used = resourcesOf(stack, 'AWS::Lambda::Function').map(
    ([id, { Properties }]) => [`${name(id)}Role`, name(Properties.Role['Fn::GetAtt'][0])] as const,
  );
  for (const [own, actual] of used) expect(actual).toBe(own);
});

it('only API Gateway may call an endpoint, by its route, and only the schedule what it is for', () => {
  const permissions = resourcesOf(stack, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
  for (const { Action } of permissions) expect(Action).toBe('lambda:InvokeFunction');
  const of = (service: string) => permissions.filter(({ Principal }) => Principal === `${service}.amazonaws.com`);
  expect([of('apigateway').length, of('events').length, permissions.length]).toEqual([6, 1, 7]);
  for (const { SourceArn } of of('apigateway')) {
    expect(JSON.stringify(SourceArn)).toMatch(/\/\*\/\*\/(verification|categories|products|webhooks|health)"/);
  }
  const [{ SourceArn, FunctionName }] = of('events');
  expect([nameOf(SourceArn), nameOf(FunctionName)]).toEqual(['RefreshSchedule', 'ScheduleRefreshes']);
});

it('bucket and queues refuse everybody who does not use TLS, and let nobody in besides', () => {
  for (const type of ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy']) {
    for (const [, { Properties }] of resourcesOf(stack, type)) {
      expect(Properties.PolicyDocument.Statement).toMatchObject([
        { Effect: 'Deny', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ]);
    }
  }
  expect(resourcesOf(stack, 'AWS::S3::BucketPolicy')).toHaveLength(1);
  expect(resourcesOf(stack, 'AWS::SQS::QueuePolicy')).toHaveLength(2);
});

it('the alarms may publish to their topic, in this account only', () => {
  const [policy] = resourcesOf(stack, 'AWS::SNS::TopicPolicy');
  const allowed = policy![1].Properties.PolicyDocument.Statement.filter(
    ({ Effect }: { Effect: string }) => Effect === 'Allow',
  );
  expect(allowed).toMatchObject([
    {
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    },
  ]);
});
