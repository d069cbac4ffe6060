import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keepsApiKey, config as ownConfig, source as ownSource } from '#connector.config';
import type { ConformanceOptions } from '../conformance/run-conformance.ts';
import { CouldNotRun } from '../conformance/violation.ts';
import type { ShopForm } from '../connector/catalog/catalog-source.ts';
import type { ConnectorConfig } from '../connector/connector-config.ts';
import { apiKeyParameter, websiteParameter } from '../connector/verification/install-parameters.ts';
import { sampleVisitor } from '../dev/configured-plugins.ts';
import { readParameterFile } from '../dev/read-parameter-file.ts';
import { type RunFile, readRunFile } from '../dev/run-file.ts';
import { localApiKey } from '../dev/shop-server.ts';
import type { TypedParameters } from '../platform/platform-client.ts';
import { type Plugin, plugins, pluginsOf } from '../platform/plugins.ts';
import { conformWebsites } from './conform-websites.ts';

interface ConformArguments extends Omit<ConformanceOptions, 'signal' | 'onResult'> {
  /** Reports to write, by kind. */
  files: Partial<Record<'junit' | 'html' | 'json', string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export const conformUsage = `Usage: npm run conform -- [<base URL>] [--secret <s>] [--previous-secret <s>] [--parameters <file.json or ->]
  [--selectpickers key,key or none] [--plugins visitor-profile,visitor-action,closing-form] [--visitor <email that the shop knows>]
  [--website ha-900001] [--other-website ha-900002 or none] [--replace or --installed] [--only group,group/check,…]
  [--junit f.xml] [--html f.html] [--json f.json]
The secrets are read from IADVIZE_SECRET and IADVIZE_PREVIOUS_SECRET too, where other users of the machine cannot see them.
--replace takes websites over that are installed, which end uninstalled; --installed checks an installed one and leaves it as it is.
Without a base URL, or with that of the local run, what is missing is taken from the local run.
Where connector.config.ts lists the websites of a private app, the default websites are the first two of them, or the only one and none;
where its source declares parameters of type selectpicker, their keys are those of --selectpickers.`;

/** Throws `CouldNotRun` that says what is wrong. */
export async function readConformArguments(
  args: readonly string[],
  environment: Environment,
  config: ConnectorConfig = ownConfig,
  source: ShopForm = ownSource,
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
    ...howToInstall(values),
    selectpickers: selectpickersOf(values.selectpickers, source),
    plugins: values.plugins === undefined ? pluginsOf(local?.outputs ?? {}) : namedPlugins(values.plugins),
    visitor: values.visitor || (local && sampleVisitor().email) || undefined,
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
        selectpickers: { type: 'string' },
        replace: { type: 'boolean' },
        installed: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        plugins: { type: 'string' },
        visitor: { type: 'string' },
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

function howToInstall({ replace = false, installed = false, parameters }: Record<string, unknown>) {
  if (installed && (replace || parameters !== undefined)) {
    throw wrong('--installed leaves the website as it is: it goes with neither --replace nor --parameters.');
  }
  return { replace: replace === true, installed: installed === true };
}

function namedPlugins(text: string): Plugin[] {
  return text.split(',').map((name) => {
    const plugin = plugins.find((each) => each === name.trim());
    if (!plugin) throw wrong(`There is no plugin ${name}: expected ${plugins.join(', ')}.`);
    return plugin;
  });
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

function selectpickersOf(given: string | undefined, { parameters }: ShopForm): string[] {
  if (given === 'none') return [];
  if (given !== undefined) return given.split(',').filter(Boolean);
  return parameters.filter(({ type }) => type === 'selectpicker').map(({ key }) => key);
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
