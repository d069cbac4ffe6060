import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { conditionArguments } from '../../lib/node-conditions.ts';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `commands/<name>.ts` as npm does, with this process's environment and configuration, and `input` on stdin. */
export async function runCommand(name: string, args: readonly string[], input = ''): Promise<Ran> {
  const script = fileURLToPath(new URL(`../../commands/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [...conditionArguments(), script, ...args], { stdio: 'pipe' });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}
