import { config } from '#connector.config';
import { apiKeyParameter, installParameters, websiteParameter } from '../connector/verification/install-parameters.ts';
import type { Website } from '../connector/website.ts';
import type { TypedParameters } from '../platform/platform-client.ts';
import { catalogReady } from './catalog-ready.ts';
import { installWebsite } from './install-website.ts';
import { listedWebsites } from './listed-websites.ts';
import { hasInstallRow } from './local-aws-calls.ts';
import type { LocalRun } from './local-run.ts';
import { ownApp } from './own-app.ts';
import { sampleValues } from './sample-values.ts';
import { localApiKey } from './shop-server.ts';

/** The website that the local run installs: a private app's own first one, else `ha-1`. */
export function localWebsite(): Website {
  return listedWebsites(config)?.[0] ?? ('ha-1' as Website);
}

export type InstallOutcome = 'installed' | 'kept' | { refused: string };

/**
 * Installs the local website with these values of the source's parameters, unless it has a row already (installed or not: an
 * uninstall holds over a restart). `again` installs whatever is there. `refused` says why it is not installed.
 */
export async function installSample(
  run: LocalRun,
  again: boolean,
  values: TypedParameters = sampleValues(run),
): Promise<InstallOutcome> {
  const website = localWebsite();
  const table = run.stack().outputs.InstallTableName ?? '';
  if (!again && (await hasInstallRow(run.aws, table, website))) return 'kept';
  const known: TypedParameters = {
    [websiteParameter.key]: website,
    [apiKeyParameter.key]: localApiKey,
    ...values,
  };
  const parameters = installParameters(ownApp);
  const missing = parameters.filter(({ key, required }) => required && !(key in known)).map(({ key }) => key);
  if (missing.length > 0) return { refused: `only you know ${missing.join(', ')}.` };
  const typed = parameters.filter(({ key }) => key in known).map(({ key }) => [key, known[key]!] as const);
  try {
    await installWebsite(run.connector, website, Object.fromEntries(typed));
    await catalogReady(run.connector, website);
    return 'installed';
  } catch (error) {
    return { refused: (error as Error).message };
  }
}
