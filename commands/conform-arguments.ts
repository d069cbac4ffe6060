import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keepsApiKey, config as ownConfig } from '#connector.config';
import type { ConformanceOptions } from '../conformance/run-conformance.ts';
import { CouldNotRun } from '../conformance/violation.ts';
import type { ConnectorConfig } from '../connector/connector-config.ts';
import { apiKeyParameter, websiteParameter } from '../connector/verification/install-parameters.ts';
import { readParameterFile } from '../dev/read-parameter-file.ts';
import { type RunFile, readRunFile } from '../dev/run-file.ts';
import { localApiKey } from '../dev/shop-server.ts';
import type { TypedParameters } from '../platform/platform-client.ts';
import { conformWebsites } from './conform-websites.ts';

interface ConformArguments extends Omit<ConformanceOptions, 'signal' | 'onResult'> {
  /** Reports to write, by kind. */
  files: Partial<Record<'junit' | 'html' | 'json', string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export const conformUsage = `Usage: npm run conform -- [<base URL>] [--secret <s>] [--previous-secret <s>] [--parameters <file.json or ->]
  [--website ha-900001] [--other-website ha-900002 or none] [--replace] [--only group,group/check,…]
  [--junit f.xml] [--html f.html] [--json f.json]
The secrets are read from IADVIZE_SECRET and IADVIZE_PREVIOUS_SECRET too, where other users of the machine cannot see them.
Without a base URL, or with that of the local run, what is missing is taken from the local run.
Where connector.config.ts lists the websites of a private app, the default websites are the first two of them, or the only one and none.`;

/** Throws `CouldNotRun` that says what is wrong. */
export async function readConformArguments(
  args: readonly string[],
  environment: Environment,
  config: ConnectorConfig = ownConfig,
): Promise<ConformArguments> {
  const { values, positionals } = parse(args);
  const local = localRunAt(positionals[0]);
  const url = baseUrl(positionals[0] ?? local?.url);
  const secret = values.secret || environment.IADVIZE_SECRET || (local && 'local-secret');
  if (!secret) throw wrong('The secret token is missing: set IADVIZE_SECRET, or give --secret.');
  const { junit, html, json } = values;
  return {
    ...{ url, secret, ...websitesOf(values, config) },
    previousSecret: values['previous-secret'] || environment.IADVIZE_PREVIOUS_SECRET || undefined,
    parameters: await parametersOf(values.parameters, local, config),
    replace: values.replace ?? false,
    only: values.only?.flatMap((names) => names.split(',')).filter(Boolean) ?? [],
    files: {
      ...(junit && { junit: path(junit) }),
      ...(html && { html: path(html) }),
      ...(json && { json: path(json) }),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    const parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        secret: { type: 'string' },
        'previous-secret': { type: 'string' },
        website: { type: 'string' },
        'other-website': { type: 'string' },
        parameters: { type: 'string' },
        replace: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        junit: { type: 'string' },
        html: { type: 'string' },
        json: { type: 'string' },
      },
    });
    if (parsed.positionals.length > 1) throw new Error('One base URL is expected.');
    return parsed;
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

/** The local run, when that is what the URL names. */
function localRunAt(url: string | undefined): RunFile | undefined {
  let local: RunFile;
  try {
    local = readRunFile();
  } catch (error) {
    if (url === undefined) throw wrong(`A base URL is expected. ${(error as Error).message}`);
    return undefined;
  }
  return url === undefined || baseUrl(url) === local.url.replace('localhost', '127.0.0.1') ? local : undefined;
}

function baseUrl(text = ''): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw wrong(`The base URL must be an http(s) address such as https://abc.execute-api.eu-west-3.amazonaws.com.`);
  }
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1';
  return url.href.replace(/\/+$/, '');
}

function websitesOf(given: Parameters<typeof conformWebsites>[0], config: ConnectorConfig) {
  try {
    return conformWebsites(given, config);
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

/** Without a file, what the local run itself would type. */
async function parametersOf(
  file: string | undefined,
  local: RunFile | undefined,
  { websites }: ConnectorConfig,
): Promise<TypedParameters | undefined> {
  const apiKey = local && (keepsApiKey || websites === 'proved') ? { [apiKeyParameter.key]: localApiKey } : {};
  if (file !== undefined) return { ...apiKey, ...(await readParameters(file)) };
  if (!local || Object.keys(local.typed).length === 0) return undefined;
  return { ...apiKey, ...local.typed };
}

async function readParameters(file: string): Promise<TypedParameters> {
  try {
    const typed = await readParameterFile(file === '-' ? file : path(file));
    typed.delete(websiteParameter.key);
    return Object.fromEntries(typed);
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

/** npm runs scripts in the repository's folder; a path is meant from where the command was typed. */
function path(file: string): string {
  return resolve(process.env.INIT_CWD ?? '.', file);
}

function wrong(message: string): CouldNotRun {
  return new CouldNotRun(`${message}\n${conformUsage}`);
}
