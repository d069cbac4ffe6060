import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Postgres {
  url: string;
  stop(): Promise<void>;
}

/** A cluster of its own in `folder`, on 127.0.0.1 only. PostgreSQL refuses to run as root: as Debian's `postgres` user then. */
export async function startPostgres(folder: string, port: number): Promise<Postgres> {
  const bin = binaries();
  const data = join(folder, 'postgres');
  mkdirSync(data, { mode: 0o700 });
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (user.uid !== undefined && user.gid !== undefined) {
    chownSync(data, user.uid, user.gid);
    chmodSync(folder, 0o711);
  }
  const cwd = data;
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'medusa', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...{ ...user, cwd, stdio: 'ignore' },
  });
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${data}`, 'fsync=off', 'max_connections=60'];
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...user, cwd, stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  await untilOpen(port, server);
  return {
    url: `postgres://medusa@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill('SIGINT'); // Ends it though clients are connected.
      await ended;
    },
  };
}

/** Answers once a port takes connections; throws when the process that should open it has ended. */
export async function untilOpen(port: number, process: ChildProcess, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
    if (process.exitCode !== null) throw new Error(`A server ended with ${process.exitCode} before it was ready.`);
    const socket = connect(port, '127.0.0.1');
    const opened = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (opened) return;
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

function binaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const bin = versions.map((version) => join(root, version, 'bin')).find((path) => existsSync(join(path, 'initdb')));
  if (!bin) throw new Error('Medusa needs PostgreSQL: apt-get install postgresql');
  return bin;
}

function idOf(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
}
