import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { config } from '#connector.config';
import { installParameters } from '../connector/verification/install-parameters.ts';
import { configuredPlugins, sampleVisitor } from '../dev/configured-plugins.ts';
import { startDesk } from '../dev/desk/start-desk.ts';
import { listedWebsites } from '../dev/listed-websites.ts';
import { ownApp } from '../dev/own-app.ts';
import { makePrivate } from '../dev/private-folder.ts';
import { stateFolder } from '../dev/run-file.ts';
import { readHidden } from './read-hidden.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: npm run desk -- --url https://….execute-api.eu-west-1.amazonaws.com
  --url <base URL>     of a deployed connector; its endpoints' paths follow it
  --secret <token>     the app's secret token; better in IADVIZE_SECRET, else it is asked for
  --port <number>      default: DESK_PORT, else 3001
IADVIZE_PREVIOUS_SECRET lets the webhook console sign with the token before.
\`npm start\` serves the desk of the local run already.`;

/** Serves the desk before a connector that runs elsewhere, until Ctrl-C. */
await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, secret: { type: 'string' }, port: { type: 'string' } },
  });
  const connectorUrl = URL.parse(values.url ?? '');
  if (!connectorUrl || !/^https?:$/.test(connectorUrl.protocol)) throw new Error(usage);
  const port = Number(values.port ?? (process.env.DESK_PORT || 3001));
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${values.port} is not a port.`);
  const secret = values.secret ?? (process.env.IADVIZE_SECRET || (await readHidden('Secret token of the app: ')));
  if (!secret) throw new Error(usage);

  makePrivate(stateFolder);
  const desk = await startDesk({
    port,
    connector: {
      ...{ name: config.name, url: connectorUrl.origin + connectorUrl.pathname, secret },
      previousSecret: process.env.IADVIZE_PREVIOUS_SECRET || undefined,
    },
    parameters: installParameters(ownApp),
    websites: listedWebsites(config),
    ...{ plugins: configuredPlugins, visitor: sampleVisitor() },
    stateFile: join(stateFolder, `desk-${connectorUrl.host.replace(/\W+/g, '-')}.json`),
  });
  console.log(`Connector: ${connectorUrl.href}\nDesk:      ${desk.url}\nCtrl-C ends.`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await desk.close();
});
