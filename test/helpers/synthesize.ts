import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { catalog, closingForm, events, keepsApiKey, routes, source, visitorProfile } from '#connector.config';
import { ConnectorStack, type DeployedApp } from '../../lib/connector-stack.ts';
import { deploymentContext } from '../../lib/deployment-context.ts';
import { readOwnHandlers } from '../../lib/own-handlers.ts';

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

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** By context: what several files look at is synthesized once a process. */
const shared = new Map<string, Synthesized>();

/** The stack as `cdk synth -c …` makes it of this configuration. Must not be changed. */
export function synthesize(context: Record<string, string> = {}): Synthesized {
  const key = JSON.stringify(context);
  const synthesized = shared.get(key) ?? synthesizeAnew(context);
  shared.set(key, synthesized);
  return synthesized;
}

/** As `synthesize`, after `prepare`, and of what `deployed` replaces of the configuration. */
export function synthesizeAnew(
  context: Record<string, string>,
  { prepare, ...deployed }: Partial<DeployedApp> & { prepare?: (app: App) => void } = {},
): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'connector-'));
  folders.push(folder);
  const cdkJson = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  const app = new App({ context: { ...cdkJson.context, ...context }, outdir: folder });
  prepare?.(app);
  const { stackName, ...deployment } = deploymentContext(app);
  const configured = { catalog, routes, source, events, keepsApiKey, visitorProfile, closingForm };
  const deployedApp = { ...configured, ...deployed, handlers: deployed.handlers ?? readOwnHandlers() };
  const stack = new ConnectorStack(app, stackName, { ...deployment, app: deployedApp });
  const artifact = app.synth().getStackByName(stackName);
  return { folder, template: artifact.template, terminationProtection: stack.terminationProtection };
}

/** Logical ids and resources of one type, e.g. `AWS::Lambda::Function`. */
export function resourcesOf({ template }: Synthesized, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}
