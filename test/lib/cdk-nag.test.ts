import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { report } from '../helpers/runs.ts';
import { synthesizeAnew } from '../helpers/synthesize.ts';

interface Finding {
  ruleName: string;
  reason?: string;
  violatingConstructs: { constructPath: string }[];
}

interface PluginReport {
  pluginName: string;
  violations: Finding[];
  suppressedViolations: Finding[];
}

function prepare(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}

function reportIn(folder: string): PluginReport {
  const { pluginReports } = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8'));
  expect(pluginReports.map(({ pluginName }: PluginReport) => pluginName)).toEqual(['AwsSolutions']);
  return pluginReports[0];
}

const { folder } = synthesizeAnew({ stage: 'prod', alarmEmail: 'ops@example.com' }, { prepare });

it('AWS Solutions finds nothing that lacks a written reason', ({ task }) => {
  const { violations, suppressedViolations } = reportIn(folder);
  expect(violations).toEqual([]);
  const excused = suppressedViolations.map(({ ruleName, violatingConstructs: [construct] }) => [
    ruleName,
    construct!.constructPath.replace('connector-prod/', '').replace('/Resource', ''),
  ]);
  const filesOfBucket = 'AwsSolutions-IAM5[Resource::<IndexBucketD7AF0947.Arn>/*]';
  expect(excused).toEqual([
    ['AwsSolutions-SMG4', 'AppSecret/Secret'],
    ['AwsSolutions-S1', 'IndexBucket/Bucket'],
    [filesOfBucket, 'RefreshCatalogRole/DefaultPolicy'],
    [filesOfBucket, 'CategoriesRole/DefaultPolicy'],
    [filesOfBucket, 'ProductsRole/DefaultPolicy'],
    ['AwsSolutions-APIG4', 'Api/verification'],
    ['AwsSolutions-APIG4', 'Api/categories'],
    ['AwsSolutions-APIG4', 'Api/products'],
    ['AwsSolutions-APIG4', 'Api/webhook-availability'],
    ['AwsSolutions-APIG4', 'Api/webhook-events'],
    ['AwsSolutions-APIG4', 'Api/health'],
  ]);
  for (const { reason } of suppressedViolations) expect(reason).toMatch(/^.{30,}\.$/);
  report(task, `${violations.length} findings without a reason, ${excused.length} with`);
});

it('a finding without a reason is in the report, whether or not synthesis fails on it', () => {
  const outdir = join(folder, 'unsafe');
  const app = new App({ outdir });
  prepare(app);
  new Topic(new Stack(app, 'unsafe'), 'Topic');
  try {
    app.synth();
  } catch {}
  expect(reportIn(outdir).violations.map(({ ruleName }) => ruleName)).toEqual(['AwsSolutions-SNS3']);
});
