import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { catalog } from '#connector.config';
import { resourcesOf, synthesizeAnew } from '../helpers/synthesize.ts';

const usesCredentials = catalog.parameters !== undefined;
const stack = synthesizeAnew(
  { stage: 'prod', alarmEmail: 'ops@example.com' },
  { prepare: (app) => Validations.of(app).addPlugins(new AwsSolutionsChecks(app)) },
);

it('AWS Solutions finds nothing in this app’s stack that lacks a written reason', () => {
  const { pluginReports } = JSON.parse(readFileSync(join(stack.folder, 'validation-report.json'), 'utf8'));
  expect(pluginReports[0].violations).toEqual([]);
});

it('lets the functions that answer agents open credentials only where this app’s catalog says so', () => {
  const policies = resourcesOf(stack, 'AWS::IAM::Policy').filter(([id]) => /^(Categories|Products)Role/.test(id));
  expect(policies.length).toBeGreaterThan(0);
  for (const [, policy] of policies) expect(JSON.stringify(policy).includes('kms:Decrypt')).toBe(usesCredentials);
});
