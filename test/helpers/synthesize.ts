import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll } from 'vitest';
import { catalog, routes, source } from '#connector.config';
import { ConnectorStack, type DeployedApp } from '../../lib/connector-stack.ts';
import { deploymentContext } from '../../lib/deployment-context.ts';

export interface Resource {
  DependsOn?: string[];
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type has its own
  Properties?: any;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

interface Template {
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: unknown }>;
}

interface Synthesized {
  /** The cloud assembly. */
  folder: string;
  template: Template;
  terminationProtection: boolean;
}

/** Synthesizes the stack as `cdk synth -c …` does, of this configuration or what replaces it, into a folder that goes when the test file ends. */
export function synthesize(
  context: Record<string, string> = {},
  prepare?: (app: App) => void,
  deployed: Partial<DeployedApp> = {},
): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'connector-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const cdkJson = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  const app = new App({ context: { ...cdkJson.context, ...context }, outdir: folder });
  prepare?.(app);
  const { stackName, ...deployment } = deploymentContext(app);
  const stack = new ConnectorStack(app, stackName, { ...deployment, app: { catalog, source, routes, ...deployed } });
  const artifact = app.synth().getStackByName(stackName);
  return { folder, template: artifact.template, terminationProtection: stack.terminationProtection };
}

/** Logical ids and resources of one type, e.g. `AWS::Lambda::Function`. */
export function resourcesOf({ template }: Synthesized, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}
