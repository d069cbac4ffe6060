import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { conditionArguments } from '../lib/node-conditions.ts';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

interface RunOptions {
  env?: Record<string, string>;
  signal?: AbortSignal;
}

/** Runs a script of the repository on this Node and answers what it prints; rejects with one line that says what is wrong. */
export async function runNode(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runToEnd(args, options);
  if (code === 0) return stdout;
  throw new Error(firstError(stderr || stdout) || `node ${args.join(' ')} ended with ${code}.`);
}

/** As `runNode`, whatever the outcome. Rejects only when stopped by `signal`. */
export async function runToEnd(args: readonly string[], { env, signal }: RunOptions = {}) {
  const child = spawn(process.execPath, [...conditionArguments(), ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, stdout, stderr };
}

/** The line that a developer needs from what esbuild, tsc or Node write about broken code: where, and what. */
export function firstError(text: string): string {
  const lines = text.split('\n');
  return bundlingError(lines) ?? typeErrors(text)[0] ?? thrownError(lines) ?? lines.find((line) => line.trim()) ?? '';
}

/** The lines of tsc, without its continuations. */
export function typeErrors(text: string): string[] {
  return text.split('\n').filter((line) => /^\S+\(\d+,\d+\): error TS\d+: /.test(line));
}

function bundlingError(lines: readonly string[]): string | undefined {
  const start = lines.findIndex((line) => line.startsWith(esbuildMark));
  if (start < 0) return undefined;
  const place = lines.slice(start).find((line) => /^ {4}\S+:\d+:\d+:$/.test(line));
  return [place?.trim(), lines[start]!.replace(esbuildMark, '')].filter(Boolean).join(' ');
}

const esbuildMark = '✘ [ERROR] ';

function thrownError(lines: readonly string[]): string | undefined {
  const start = lines.findIndex((line) => /^\w*(Error|Exception)( \[\w+\])?: /.test(line));
  if (start < 0) return undefined;
  const sourceLine = lines.slice(0, start).find((line) => /^file:\/\/\S+:\d+$/.test(line) && isOurs(line));
  const frame = sourceLine ?? lines.slice(start).find((line) => line.includes('file://') && isOurs(line));
  const place = frame?.match(/file:\/\/[^\s)]+/)?.[0].replace(`file://${root}`, '');
  return [place && `${place}:`, lines[start]].filter(Boolean).join(' ');
}

function isOurs(line: string): boolean {
  return !line.includes('node_modules');
}
