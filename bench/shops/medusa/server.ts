import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { installPackages } from '../install-packages.ts';
import { startPostgres, untilOpen } from './postgres.ts';

const here = import.meta.dirname;
const cli = join(here, 'node_modules/@medusajs/cli/cli.js');

export interface MedusaServer {
  origin: string;
  /** Opens the Admin API. */
  email: string;
  password: string;
  /** Calls of the Store API since it was last asked, and the memory of the server now. */
  usage(): Promise<{ requests: number; megabytes: number }>;
  stop(): Promise<void>;
}

/** Medusa on a database of its own, without a product; its log is `folder`/medusa.log. */
export async function startMedusa(folder: string): Promise<MedusaServer> {
  installPackages(here);
  const project = join(folder, 'project');
  cpSync(join(here, 'project'), project, { recursive: true });
  symlinkSync(join(here, 'node_modules'), join(project, 'node_modules'));
  const database = await startPostgres(folder, await freePort());
  let server: ChildProcess | undefined;
  const stop = async () => {
    if (server && server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    }
    await database.stop();
  };
  try {
    const env = { ...process.env, DATABASE_URL: database.url, MEDUSA_DISABLE_TELEMETRY: 'true', NODE_ENV: 'production' };
    const logFile = join(folder, 'medusa.log');
    const log = openSync(logFile, 'a');
    const options = { cwd: project, env, stdio: ['ignore', log, log] as ['ignore', number, number] };
    const medusa = (...args: string[]) => execFileSync(process.execPath, [cli, ...args], options);
    medusa('db:migrate');
    const [email, password] = ['owner@shop.example', 'only-on-this-machine'];
    medusa('user', '-e', email, '-p', password);
    const port = await freePort();
    server = spawn(process.execPath, [cli, 'start', '-H', '127.0.0.1', '-p', String(port)], options);
    closeSync(log);
    await untilOpen(port, server, 120);
    let counted = 0;
    const usage = async () => {
      const calls = readFileSync(logFile, 'utf8').match(/"path":"\/store\//g)?.length ?? 0;
      const requests = calls - counted;
      counted = calls;
      return { requests, megabytes: memoryOf(server!.pid!) };
    };
    return { origin: `http://127.0.0.1:${port}`, email, password, usage, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of a process and its children, where the system tells. */
function memoryOf(pid: number): number {
  const { stdout = '' } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid), '--ppid', String(pid)], { encoding: 'utf8' });
  const kilobytes = stdout.split('\n').reduce((sum, line) => sum + (Number(line) || 0), 0);
  return Math.round(kilobytes / 1024);
}
