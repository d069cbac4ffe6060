/** How many small faults in the code that the connector's safety rests on do its tests notice? See README.md. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readValues } from '../read-values.ts';
import { printTable } from '../table.ts';
import { groups } from './groups.ts';
import type * as Mutation from './mutate.ts';
import { judge, type Judgement } from './judge.ts';

const bench = fileURLToPath(new URL('..', import.meta.url));
const folder = '.local/mutation';
process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

const values = readValues('mutate', {
    groups: { type: 'string', default: Object.keys(groups).join(',') },
    concurrency: { type: 'string', default: '2' },
  });

if (!existsSync(`${bench}node_modules/@stryker-mutator/core`)) {
  const { status } = spawnSync('npm', ['ci'], { cwd: bench, stdio: 'inherit' });
  if (status !== 0) throw new Error('The packages of bench/ could not be installed.');
}
const { mutate }: typeof Mutation = await import(`${bench}mutation/mutate.ts`);

mkdirSync(folder, { recursive: true });
const judgements: Judgement[] = [];
for (const name of values.groups.split(',')) {
  const group = groups[name];
  if (!group) throw new Error(`There is no group ${name}, only ${Object.keys(groups).join(', ')}.`);
  judgements.push(...judge(await mutate(name, group, folder, Number(values.concurrency))));
}
printTable(judgements.map(({ file, figures }) => [file, figures]));

const unexplained = judgements.flatMap((judgement) => judgement.unexplained);
if (unexplained.length > 0) {
  console.log(`\nNoticed by no test, and not among the accepted ones:\n${unexplained.join('\n')}`);
  process.exitCode = 1;
}
