import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

interface RunOptions {
  env?: Record<string, string>;
  signal?: AbortSignal;
}

/** Runs a script of the repository on this Node and answers what it prints; rejects with one line that says what is wrong. */
export async function runNode(args: readonly string[], { env, signal }: RunOptions = {}): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code === 0) return output;
  throw new Error(firstError(errors || output) || `node ${args.join(' ')} ended with ${code}.`);
}

/** The line that a developer needs from what esbuild, Node or tsc write about broken code: where, and what. */
export function firstError(text: string): string {
  const lines = text.split('\n');
  const at = (index: number) => lines[index] ?? '';
  const bundling = lines.findIndex((line) => /^✘ \[ERROR\] /.test(line));
  if (bundling >= 0) {
    const place = lines.slice(bundling).find((line) => /^ {4}\S+:\d+:\d+:$/.test(line));
    return [place?.trim(), at(bundling).replace(/^✘ \[ERROR\] /, '')].filter(Boolean).join(' ');
  }
  const typing = lines.find((line) => /^\S+\(\d+,\d+\): error TS\d+: /.test(line));
  if (typing) return typing;
  const thrown = lines.findIndex((line) => /^(\w*Error|\w+)( \[\w+\])?: /.test(line) && !line.startsWith('Node.js'));
  if (thrown < 0) return lines.find((line) => line.trim())?.trim() ?? '';
  const frame = /^file:\/\/\S+:\d+$/.test(at(0))
    ? at(0)
    : (lines.slice(thrown).find((line) => inRepository(line)) ?? '');
  const place = frame.match(/file:\/\/[^\s)]+/)?.[0].replace(`file://${root}`, '');
  return [place && `${place}:`, at(thrown)].filter(Boolean).join(' ');
}

function inRepository(frame: string): boolean {
  return frame.includes(`file://${root}`) && !frame.includes('node_modules');
}
