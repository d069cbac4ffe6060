import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { answerHelp } from './answer-help.ts';
import { installSample } from './install-sample.ts';
import { startLocalDesk } from './local-desk.ts';
import { startLocalRun } from './local-run.ts';
import { loopbackHosts } from './loopback-hosts.ts';
import { present } from './present.ts';
import { readParameterFile } from './read-parameter-file.ts';
import { keepReloading } from './reloading.ts';
import { removeRunFile, stateFolder, writeRunFile } from './run-file.ts';
import { startRunLog } from './run-log.ts';
import { sampleValues, takesFeed } from './sample-values.ts';

const usage = `Usage: npm start [-- --parameters <file.json> | --feed <file or URL>] [--fresh]
  --parameters  installs the local website with these values, [{"key":"…","value":"…"}], instead of the sample shop's; hosts of this
                machine in them may be reached
  --feed        installs it with this feed, for a source that reads feeds
  --fresh       keeps all in memory, on free ports`;

answerHelp(usage);

/** The local run with its console, state folder and reloading. */
const stopped = new AbortController();
process.on('SIGHUP', () => stopped.abort());
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => (stopped.signal.aborted ? process.exit(1) : stopped.abort()));
}
// npm, when it is ended by a signal of its own, ends the shell between us but not what the shell runs.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && stopped.abort(), 250).unref();
// As in Lambda, whatever the machine's own zone.
process.env.TZ = 'UTC';
const closers: (() => unknown)[] = [];

try {
  await serve(readArguments());
} catch (error) {
  if (!stopped.signal.aborted) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
for (const close of closers.reverse()) await close();
process.exit();

async function serve({ feed, parameters, fresh }: Arguments): Promise<void> {
  if (feed !== undefined && !takesFeed()) {
    throw new Error('--feed: the source of connector.config.ts takes none. Give its settings by --parameters.');
  }
  const log = startRunLog(fresh ? undefined : stateFolder);
  const kept = fresh ? {} : { folder: stateFolder, ports: readPorts() };
  const secret = process.env.IADVIZE_SECRET || 'local-secret';
  const given = parameters === undefined ? undefined : Object.fromEntries(await readParameterFile(parameters));
  console.log('Synthesizing the stack …');
  const run = await startLocalRun({
    ...kept,
    ...(feed !== undefined && { feed }),
    ...(given && { shopHosts: loopbackHosts(given) }),
    ...{ secret, signal: stopped.signal, onAccess: log.access, onLog: log.functionLine },
  });
  closers.push(run.close);
  const typed = given ?? sampleValues(run);
  if (!fresh) {
    writeRunFile(run, typed);
    closers.push(removeRunFile);
  }
  const asked = parameters ?? feed;
  const install = await installSample(run, asked !== undefined, typed);
  if (asked !== undefined && typeof install === 'object') throw new Error(`${asked}: ${install.refused}`);
  const desk = await startLocalDesk(run, {
    port: fresh ? 0 : readPort('DESK_PORT', 3001),
    typed,
    previousSecret: process.env.IADVIZE_PREVIOUS_SECRET || undefined,
    ...(!fresh && { stateFile: join(stateFolder, 'desk.json') }),
  });
  closers.push(desk.close);
  await present(run, install, { deskUrl: desk.url, isKept: !fresh });
  closers.push(await keepReloading(run));
  console.log('Ready');
  log.showRequests();
  await once(stopped.signal, 'abort');
}

interface Arguments {
  /** A path or an address. */
  feed: string | undefined;
  /** A path, or `-` for stdin. */
  parameters: string | undefined;
  fresh: boolean;
}

function readArguments(): Arguments {
  try {
    const { values } = parseArgs({
      options: {
        feed: { type: 'string' },
        parameters: { type: 'string' },
        fresh: { type: 'boolean', default: false },
      },
    });
    const { feed, parameters, fresh } = values;
    if (feed !== undefined && parameters !== undefined) throw new Error('--parameters and --feed exclude each other.');
    // npm runs scripts in the repository's folder; a path is meant from where the command was typed.
    const typedIn = (path: string) => resolve(process.env.INIT_CWD ?? '.', path);
    return {
      feed: feed && !/^https?:/i.test(feed) ? typedIn(feed) : feed,
      parameters: parameters && parameters !== '-' ? typedIn(parameters) : parameters,
      fresh,
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(1);
  }
}

function readPorts() {
  return { connector: readPort('PORT', 3000), shop: readPort('SHOP_PORT', 3002), aws: readPort('AWS_PORT', 3003) };
}

function readPort(name: string, usual: number): number {
  const text = process.env[name] || String(usual);
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new Error(`${name} must be a port number, not ${text}.`);
}
