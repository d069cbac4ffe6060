import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TypedParameters } from '../platform/platform-client.ts';
import { localAwsConfig } from './aws/local-account.ts';
import type { LocalRun } from './local-run.ts';
import { root } from './run-node.ts';

/** Where `npm start` keeps its state. */
export const stateFolder = join(root, '.local');

const runFile = join(stateFolder, 'run.json');
/** For the AWS CLI. */
const awsConfigFile = join(stateFolder, 'aws-config');

/** What a command needs to find and to call the local run, for its owner's eyes. It is there while `npm start` runs. */
export interface RunFile {
  pid: number;
  /** Of the connector. */
  url: string;
  /** What was typed to install the local website, secrets among it. */
  typed: TypedParameters;
  /** As `cdk deploy` would answer them, with local names and URLs. */
  outputs: Record<string, string>;
  /** Variables that let the code of `connector/` and the AWS SDK call the local AWS, shop and REST API. */
  environment: Record<string, string>;
}

export function writeRunFile({ aws, connector, environment, stack }: LocalRun, typed: TypedParameters): void {
  const run: RunFile = { pid: process.pid, url: connector.url, typed, outputs: stack().outputs, environment };
  writeFileSync(runFile, `${JSON.stringify(run, null, 2)}\n`);
  writeFileSync(awsConfigFile, localAwsConfig(aws));
}

export function removeRunFile(): void {
  rmSync(runFile, { force: true });
  rmSync(awsConfigFile, { force: true });
}

/** Throws one clear line when no local run is there. */
export function readRunFile(): RunFile {
  try {
    const run: RunFile = JSON.parse(readFileSync(runFile, 'utf8'));
    process.kill(run.pid, 0);
    return run;
  } catch {
    throw new Error('The local connector is not running: start it with `npm start`.');
  }
}
