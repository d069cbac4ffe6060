import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../helpers/run-command.ts';

const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const names = globSync('commands/*.ts')
  .map((file) => basename(file, '.ts'))
  .filter((name) => scripts[name] === `node commands/${name}.ts`);

it('every command says by --help how it is used, and does nothing', async () => {
  expect(names).toHaveLength(9);
  const ran = await Promise.all(names.map((name) => runCommand(name, ['--help'])));
  expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual(names.map(() => [0, '']));
  for (const [index, { stdout }] of ran.entries()) {
    expect(stdout).toMatch(/^Usage:/);
    expect(stdout).toContain(`npm run ${names[index]}`);
  }
});
