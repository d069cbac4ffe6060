import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { catalog, source } from '#connector.config';
import type { ShopForm } from '../../connector/catalog/catalog-source.ts';
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

it('has a route for every list of this app’s form, and for no other', () => {
  const keys = (source as ShopForm).parameters.flatMap(({ type, key }) => (type === 'selectpicker' ? [key] : []));
  const routes = resourcesOf(stack, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey);
  expect(routes.filter((route) => route.startsWith('GET /options/'))).toEqual(keys.map((key) => `GET /options/${key}`));
});

it('lets the functions that answer agents open credentials only where this app’s catalog says so', () => {
  const policies = resourcesOf(stack, 'AWS::IAM::Policy').filter(([id]) => /^(Categories|Products)Role/.test(id));
  expect(policies.length).toBeGreaterThan(0);
  for (const [, policy] of policies) expect(JSON.stringify(policy).includes('kms:Decrypt')).toBe(usesCredentials);
});
