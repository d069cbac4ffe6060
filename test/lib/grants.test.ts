import { expect, it } from 'vitest';
import { resourcesOf, synthesize } from '../helpers/synthesize.ts';

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
  ],
  CategoriesRole: [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], 'CategoriesLog'],
    ['secretsmanager:GetSecretValue', 'AppSecret'],
    ['dynamodb:GetItem', 'InstallTable'],
    ['kms:Decrypt', 'CredentialKey', boundToWebsite],
  ],
  ProductsRole: [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], 'ProductsLog'],
    ['secretsmanager:GetSecretValue', 'AppSecret'],
    ['dynamodb:GetItem', 'InstallTable'],
    ['kms:Decrypt', 'CredentialKey', boundToWebsite],
  ],
  WebhookAvailabilityRole: [[['logs:CreateLogStream', 'logs:PutLogEvents'], 'WebhookAvailabilityLog']],
  WebhookEventsRole: [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], 'WebhookEventsLog'],
    ['secretsmanager:GetSecretValue', 'AppSecret'],
    [['dynamodb:GetItem', 'dynamodb:PutItem'], 'InstallTable'],
  ],
  HealthRole: [[['logs:CreateLogStream', 'logs:PutLogEvents'], 'HealthLog']],
};

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: { Ref?: string; 'Fn::GetAtt'?: [string, 'Arn'] };
  Condition?: object;
}

/** `AppSecret048408C8` → `AppSecret` */
function name(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

it('every statement of every policy is as reviewed', () => {
  const granted = resourcesOf(stack, 'AWS::IAM::Policy').map(([, { Properties }]) => {
    expect(Properties.Roles).toHaveLength(1);
    const statements = (Properties.PolicyDocument.Statement as Statement[]).map(
      ({ Effect, Action, Resource, Condition }) => {
        expect(Effect).toBe('Allow');
        const on = name((Resource.Ref ?? Resource['Fn::GetAtt']?.[0])!);
        return Condition ? [Action, on, Condition] : [Action, on];
      },
    );
    return [name(Properties.Roles[0].Ref), statements];
  });
  expect(Object.fromEntries(granted)).toEqual(reviewed);
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

it('only API Gateway may call a function, and only by its route', () => {
  for (const [, { Properties }] of resourcesOf(stack, 'AWS::Lambda::Permission')) {
    expect(Properties).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    expect(JSON.stringify(Properties.SourceArn)).toMatch(
      /\/\*\/\*\/(verification|categories|products|webhooks|health)"/,
    );
  }
  expect(resourcesOf(stack, 'AWS::Lambda::Permission')).toHaveLength(6);
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
