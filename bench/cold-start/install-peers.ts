import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('..', import.meta.url));

/** Installs the packages of `bench/` on first use. `aws-lambda-ric` is built then, with g++ and cmake, in about a minute. */
export function installPeers(): void {
  if (existsSync(`${bench}node_modules/hono`)) return;
  const { status } = spawnSync('npm', ['ci'], { cwd: bench, stdio: 'inherit' });
  if (status !== 0) throw new Error('The packages of bench/ could not be installed.');
}
