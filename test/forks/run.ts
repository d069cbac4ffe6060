import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { answerHelp } from '../../dev/answer-help.ts';
import { forks } from './forks.ts';

const usage = `Usage: npm run test:forks [-- --quick] [${Object.keys(forks).join('] [')}]
  Makes these forks, or all, of the working tree in a temporary copy, and runs their check, their tests and the synthesis for prod.
  --quick  only the tests of test/fork/`;

/** What a fork's own `npm test` and deployment run. */
const steps = (quick: boolean) => [
  ['npm', 'run', 'check'],
  ['npx', 'cdk', 'synth', '--quiet', '-c', 'stage=prod'],
  ['npx', 'vitest', 'run', '--reporter=dot', ...(quick ? ['--project', 'fork'] : [])],
];

answerHelp(usage);
const root = resolve(import.meta.dirname, '../..');
const { quick, names } = readArguments();
for (const name of names) {
  const folder = copyOfTree();
  try {
    forks[name]!(folder);
    for (const [command = '', ...args] of steps(quick)) {
      const started = Date.now();
      const { status } = spawnSync(command, args, { cwd: folder, stdio: 'inherit' });
      const line = `fork ${name}: ${[command, ...args].join(' ')}`;
      if (status !== 0) throw new Error(`${line} ended with ${status}.`);
      console.log(`${line}: ${Math.round((Date.now() - started) / 1000)} s`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of every file that git knows or would take, with the packages that are installed here. */
function copyOfTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fork-'));
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout;
  const files = git('ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0').filter(Boolean);
  const deleted = new Set(git('ls-files', '-z', '--deleted').split('\0'));
  for (const file of files) if (!deleted.has(file)) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  spawnSync('git', ['init', '--quiet'], { cwd: folder });
  return folder;
}

function readArguments(): { quick: boolean; names: string[] } {
  try {
    const options = { quick: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const unknown = positionals.find((name) => !Object.hasOwn(forks, name));
    if (unknown !== undefined) throw new Error(`There is no fork ${unknown}.`);
    return { quick: values.quick, names: positionals.length > 0 ? positionals : Object.keys(forks) };
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(1);
  }
}
