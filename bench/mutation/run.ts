/** How many small faults in the code that the connector's safety rests on do its tests notice? See README.md. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printTable } from '../table.ts';
import { accepted } from './accepted.ts';
import { type Group, groups } from './groups.ts';

const bench = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = '.local/mutation';
process.chdir(root);

const { values } = parseArgs({
  options: {
    groups: { type: 'string', default: Object.keys(groups).join(',') },
    concurrency: { type: 'string', default: '2' },
  },
});

if (!existsSync(`${bench}node_modules/@stryker-mutator/core`)) {
  const { status } = spawnSync('npm', ['ci'], { cwd: bench, stdio: 'inherit' });
  if (status !== 0) throw new Error('The packages of bench/ could not be installed.');
}
const { Stryker } = await import('@stryker-mutator/core');
type Mutant = Awaited<ReturnType<InstanceType<typeof Stryker>['runMutationTest']>>[number];

mkdirSync(folder, { recursive: true });
const rows: [string, Record<string, number | string>][] = [];
const unexplained: string[] = [];
for (const name of values.groups.split(',')) {
  const group = groups[name];
  if (!group) throw new Error(`There is no group ${name}, only ${Object.keys(groups).join(', ')}.`);
  for (const [file, mutants] of byFile(await mutate(name, group))) {
    const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    const open = survivors.filter((mutant) => !isAccepted(file, mutant));
    const count = (status: Mutant['status']) => mutants.filter((mutant) => mutant.status === status).length;
    const noticed = count('Killed') + count('Timeout');
    const score = (noticed / (noticed + survivors.length)) * 100;
    rows.push([
      file,
      {
        mutants: mutants.length,
        killed: count('Killed'),
        'timed out': count('Timeout'),
        'broke a test file': count('RuntimeError'),
        accepted: survivors.length - open.length,
        unexplained: open.length,
        'score %': score.toFixed(1),
      },
    ]);
    for (const mutant of open) unexplained.push(`${file}:${mutant.location.start.line}  ${show(file, mutant)}`);
  }
}
printTable(rows);
if (unexplained.length > 0) {
  console.log(`\nNoticed by no test, and not among the accepted ones:\n${unexplained.join('\n')}`);
  process.exitCode = 1;
}

/** Works on a copy of the project in a folder that git ignores. */
async function mutate(name: string, { mutate, tests }: Group): Promise<Mutant[]> {
  process.env.MUTATION_TESTS = tests.join(' ');
  const stryker = new Stryker({
    testRunner: 'vitest',
    vitest: { configFile: 'bench/mutation/vitest.config.ts', related: false },
    mutate,
    ignorePatterns: ['cdk.out', '.local', 'docs'],
    tempDirName: `${folder}/sandbox-${name}`,
    reporters: ['progress-append-only', 'html'],
    htmlReporter: { fileName: `${folder}/${name}.html` },
    concurrency: Number(values.concurrency),
    // Generous: what is merely slow on a busy machine must not count as noticed.
    timeoutFactor: 3,
    timeoutMS: 15_000,
    disableTypeChecks: false,
    // Stryker would read it with an older TypeScript's API.
    tsconfigFile: 'none',
    allowConsoleColors: false,
  });
  const mutants = await stryker.runMutationTest();
  writeFileSync(`${folder}/${name}.json`, JSON.stringify(mutants));
  return mutants;
}

function byFile(mutants: Mutant[]): [file: string, mutants: Mutant[]][] {
  return Object.entries(Object.groupBy(mutants, ({ fileName }) => relative(root, fileName))) as [string, Mutant[]][];
}

function isAccepted(file: string, mutant: Mutant): boolean {
  const { line, from } = codeOf(file, mutant);
  return accepted
    .filter((one) => one.file === file && one.line === line)
    .some(({ faults }) => faults.some(([before, after]) => before === from && after === mutant.replacement));
}

function show(file: string, mutant: Mutant): string {
  const { line, from } = codeOf(file, mutant);
  return `${JSON.stringify({ line, from, to: mutant.replacement })}`;
}

function codeOf(file: string, { location: { start, end } }: Mutant): { line: string; from: string } {
  const lines = readFileSync(file, 'utf8').split('\n').slice(start.line - 1, end.line);
  const line = lines[0]!.trim();
  lines.push(lines.pop()!.slice(0, end.column - 1));
  return { line, from: [lines[0]!.slice(start.column - 1), ...lines.slice(1)].join('\n') };
}
