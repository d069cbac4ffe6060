import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { answerHelp } from '../../dev/answer-help.ts';
import { copyOfTree } from './copy-of-tree.ts';
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
