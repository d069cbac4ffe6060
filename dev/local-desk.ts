import { config } from '#connector.config';
import { apiKeyParameter, installParameters } from '../connector/verification/install-parameters.ts';
import type { TypedParameters } from '../platform/platform-client.ts';
import { pluginsOf } from '../platform/plugins.ts';
import { sampleVisitor } from './configured-plugins.ts';
import { startDesk } from './desk/start-desk.ts';
import { readKnownInstalls } from './known-installs.ts';
import { listedWebsites } from './listed-websites.ts';
import type { LocalRun } from './local-run.ts';
import type { LocalServer } from './local-server.ts';
import { ownApp } from './own-app.ts';
import { sampleValues } from './sample-values.ts';
import { localApiKey } from './shop-server.ts';

interface Options {
  /** 0 takes a free one. */
  port: number;
  /** What the marketplace offers to type; default: what the source types for the sample shop. */
  typed?: TypedParameters;
  /** Of the app, before the present one. */
  previousSecret?: string | undefined;
  /** Keeps what merchants typed, without secrets. */
  stateFile?: string;
}

/** The desk before the local run: its connector, its shop's weather, its installs. */
export function startLocalDesk(
  run: LocalRun,
  { port, typed = sampleValues(run), previousSecret, stateFile }: Options,
): Promise<LocalServer> {
  return startDesk({
    ...{ port, weather: run.weather, refreshCatalogs: run.triggerSchedules, onRestCall: run.onRestCall },
    connector: { ...run.connector, name: config.name, previousSecret },
    parameters: installParameters(ownApp),
    websites: listedWebsites(config),
    sample: { [apiKeyParameter.key]: localApiKey, ...texts(typed) },
    ...{ plugins: () => pluginsOf(run.stack().outputs), visitor: sampleVisitor() },
    onHandlerRun: run.onHandlerRun,
    readInstalls: () => readKnownInstalls(run.aws, run.stack().outputs.InstallTableName ?? ''),
    ...(stateFile !== undefined && { stateFile }),
  });
}

function texts(typed: TypedParameters): Record<string, string> {
  return Object.fromEntries(Object.entries(typed).map(([key, value]) => [key, String(value)]));
}
