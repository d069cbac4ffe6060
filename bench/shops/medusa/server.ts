import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, existsSync, openSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres, untilOpen } from './postgres.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const cli = join(here, 'node_modules/@medusajs/cli/cli.js');

export interface MedusaServer {
  origin: string;
  /** Opens the Admin API. */
  email: string;
  password: string;
  stop(): Promise<void>;
}

/** Medusa on a database of its own, without a product; its log is `folder`/medusa.log. */
export async function startMedusa(folder: string): Promise<MedusaServer> {
  if (!existsSync(cli)) installPackages();
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
    const log = openSync(join(folder, 'medusa.log'), 'a');
    const options = { cwd: project, env, stdio: ['ignore', log, log] as ['ignore', number, number] };
    const medusa = (...args: string[]) => execFileSync(process.execPath, [cli, ...args], options);
    medusa('db:migrate');
    const [email, password] = ['owner@shop.example', 'only-on-this-machine'];
    medusa('user', '-e', email, '-p', password);
    const port = await freePort();
    server = spawn(process.execPath, [cli, 'start', '-H', '127.0.0.1', '-p', String(port)], options);
    closeSync(log);
    await untilOpen(port, server, 120);
    return { origin: `http://127.0.0.1:${port}`, email, password, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function installPackages(): void {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
  if (status !== 0) throw new Error("Medusa's packages could not be installed.");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
