import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Change, watchSources } from '../../dev/watch-sources.ts';

let repository: string;
let changes: Change[];
let stop: () => void;

beforeEach(async () => {
  repository = mkdtempSync(join(tmpdir(), 'sources-'));
  for (const folder of ['connector/catalog', 'functions', 'lib', 'test']) {
    mkdirSync(join(repository, folder), { recursive: true });
  }
  write('connector/catalog/deep.ts');
  write('connector.config.ts');
  changes = [];
  stop = await watchSources((change) => changes.push(change), repository);
});
afterEach(() => {
  stop();
  rmSync(repository, { recursive: true });
});

const write = (file: string, text = '') => writeFileSync(join(repository, file), text);

async function changeAfter(act: () => void): Promise<Change> {
  changes.length = 0;
  act();
  await expect.poll(() => changes.length, { timeout: 10_000 }).toBe(1);
  return changes[0]!;
}

it('tells code of the functions from what needs the stack again', async () => {
  expect(await changeAfter(() => write('connector/catalog/deep.ts', '1'))).toBe('bundles');
  expect(await changeAfter(() => write('functions/new.ts'))).toBe('bundles');
  expect(await changeAfter(() => write('lib/stack.ts'))).toBe('stack');
  expect(await changeAfter(() => write('connector.config.ts', '1'))).toBe('stack');
  expect(await changeAfter(() => write('connector/environment.ts'))).toBe('stack');
});

it('sees a file again and again that an editor replaces by renaming', async () => {
  for (const text of ['1', '2', '3']) {
    const change = await changeAfter(() => {
      write('connector/catalog/swap1234', text);
      renameSync(join(repository, 'connector/catalog/swap1234'), join(repository, 'connector/catalog/deep.ts'));
    });
    expect(change).toBe('bundles');
  }
});

it('calls once for changes at the same time, the larger one', async () => {
  const change = await changeAfter(() => {
    write('connector/one.ts');
    write('lib/two.ts');
    write('functions/three.ts');
  });
  expect(change).toBe('stack');
});

it('looks into folders that are made later, and not at other files', async () => {
  write('test/a.ts');
  write('README.md');
  expect(
    await changeAfter(() => mkdirSync(join(repository, 'connector/sources')) ?? write('connector/sources/a.ts')),
  ).toBe('bundles');
  expect(await changeAfter(() => write('connector/sources/a.ts', '1'))).toBe('bundles');
});
