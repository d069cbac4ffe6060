import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { runStackFunctions, type StackFunctions } from '../../dev/stack-functions.ts';
import { readSynthesizedStack, type SynthesizedStack } from '../../dev/synthesized-stack.ts';
import { writeSmallAssembly } from '../helpers/small-assembly.ts';

const folders: string[] = [];
let functions: StackFunctions | undefined;
afterEach(async () => {
  await functions?.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function start(): StackFunctions {
  const codeFolder = mkdtempSync(join(tmpdir(), 'code-'));
  folders.push(codeFolder);
  const storageFolder = join(codeFolder, 'tmp');
  functions = runStackFunctions({ codeFolder, storageFolder, environment: { ADDED: 'here' }, log: () => {} });
  return functions;
}

function stackOf(source: string): SynthesizedStack {
  const folder = writeSmallAssembly(source);
  folders.push(folder);
  return readSynthesizedStack(folder, '');
}

const counter = (version: string) => `let calls = 0;
  exports.handler = async () => ({ version: '${version}', calls: ++calls, environment: process.env });`;

async function call({ update }: StackFunctions, stack: SynthesizedStack): Promise<Record<string, unknown>> {
  const { routes, changed } = update(stack);
  const outcome = await routes.get('GET /echo')!.invoke({}, 'request');
  return { changed, ...(outcome.kind === 'result' ? (outcome.result as Record<string, unknown>) : {}) };
}

it('gives a function the variables of the stack, of the runtime and of the local run, resolved', async () => {
  const { environment } = await call(start(), stackOf(counter('1')));
  expect(environment).toMatchObject({ TABLE: 'small-Table', AWS_LAMBDA_FUNCTION_NAME: 'small-Echo', ADDED: 'here' });
});

it('keeps instances warm while code and settings stay the same, although the build is another', async () => {
  const running = start();
  expect(await call(running, stackOf(counter('1')))).toMatchObject({ changed: ['functions/echo.ts'], calls: 1 });
  expect(await call(running, stackOf(counter('1')))).toMatchObject({ changed: [], version: '1', calls: 2 });
});

it('starts what has changed anew, in code or in settings', async () => {
  const running = start();
  await call(running, stackOf(counter('1')));
  expect(await call(running, stackOf(counter('2')))).toMatchObject({
    changed: ['functions/echo.ts'],
    version: '2',
    calls: 1,
  });
  const stack = stackOf(counter('2'));
  stack.functions[0]!.timeoutSeconds = 9;
  expect(await call(running, stack)).toMatchObject({ changed: ['functions/echo.ts'], version: '2', calls: 1 });
});

it('gives each instance a temporary folder of its own, which goes with it', async () => {
  const running = start();
  const stack = stackOf(`const os = require('node:os');
    const fs = require('node:fs');
    exports.handler = async (event) => {
      if (event.wait) await new Promise((resolve) => setTimeout(resolve, 50));
      fs.writeFileSync(os.tmpdir() + '/file', 'kept');
      return { folder: os.tmpdir() };
    };`);
  running.update(stack);
  const folderOf = async (event: object) => {
    const outcome = await running.invoke('Echo', event);
    return outcome.kind === 'result' ? (outcome.result as { folder: string }).folder : '';
  };
  const both = await Promise.all([folderOf({ wait: true }), folderOf({ wait: true })]);
  expect(new Set(both).size).toBe(2);
  expect(both).toContain(await folderOf({}));
  for (const folder of both) expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept');
  await running.restart();
  await expect.poll(() => both.filter((folder) => existsSync(folder))).toEqual([]);
});

it('calls a function by its id, and fails for one that is not there', async () => {
  const running = start();
  running.update(stackOf('exports.handler = async (event) => ({ event });'));
  expect(await running.invoke('Echo', { Records: [] })).toEqual({ kind: 'result', result: { event: { Records: [] } } });
  expect(await running.invoke('Gone', {})).toEqual({ kind: 'error' });
});

it('does not need the folder of the build any more', async () => {
  const running = start();
  const stack = stackOf(counter('1'));
  const { routes } = running.update(stack);
  rmSync(stack.functions[0]!.folder, { recursive: true });
  expect((await routes.get('GET /echo')!.invoke({}, 'request')).kind).toBe('result');
});

it('leaves what runs alone when a bundle lacks its handler', async () => {
  const running = start();
  const good = stackOf(counter('1'));
  await call(running, good);
  const bad = stackOf(counter('2'));
  rmSync(join(bad.functions[0]!.folder, 'index.cjs'));
  writeFileSync(join(bad.functions[0]!.folder, 'other.cjs'), '');
  expect(() => running.update(bad)).toThrow('The handler index.handler of Echo is not in its bundle.');
  expect(await call(running, good)).toMatchObject({ changed: [], calls: 2 });
});
