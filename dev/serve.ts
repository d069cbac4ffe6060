import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installSample } from './install-sample.ts';
import { startLocalDesk } from './local-desk.ts';
import { startLocalRun } from './local-run.ts';
import { present } from './present.ts';
import { keepReloading } from './reloading.ts';
import { removeRunFile, stateFolder, writeRunFile } from './run-file.ts';
import { startRunLog } from './run-log.ts';

/** `npm start [-- --feed <file or URL>] [--fresh]`: the local run with its console, state folder and reloading. */
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

async function serve({ feed, fresh }: { feed: string | undefined; fresh: boolean }): Promise<void> {
  const log = startRunLog(fresh ? undefined : stateFolder);
  const kept = fresh ? {} : { folder: stateFolder, ports: readPorts() };
  const secret = process.env.IADVIZE_SECRET || 'local-secret';
  console.log('Synthesizing the stack …');
  const run = await startLocalRun({
    ...kept,
    ...(feed !== undefined && { feed }),
    ...{ secret, signal: stopped.signal, onAccess: log.access, onLog: log.functionLine },
  });
  closers.push(run.close);
  if (!fresh) {
    writeRunFile(run);
    closers.push(removeRunFile);
  }
  const install = await installSample(run, feed !== undefined);
  if (feed !== undefined && typeof install === 'object') throw new Error(`${feed}: ${install.refused}`);
  const desk = await startLocalDesk(run, {
    port: fresh ? 0 : readPort('DESK_PORT', 3001),
    previousSecret: process.env.IADVIZE_PREVIOUS_SECRET || undefined,
    ...(!fresh && { stateFile: join(stateFolder, 'desk.json') }),
  });
  closers.push(desk.close);
  await present(run, install, desk.url);
  closers.push(keepReloading(run));
  console.log('Ready');
  log.showRequests();
  await once(stopped.signal, 'abort');
}

function readArguments() {
  try {
    const { values } = parseArgs({ options: { feed: { type: 'string' }, fresh: { type: 'boolean', default: false } } });
    const { feed, fresh } = values;
    // npm runs scripts in the repository's folder; a path is meant from where the command was typed.
    const file = feed && !/^https?:/i.test(feed) ? resolve(process.env.INIT_CWD ?? '.', feed) : feed;
    return { feed: file, fresh };
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: npm start [-- --feed <file or URL>] [--fresh]`);
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
