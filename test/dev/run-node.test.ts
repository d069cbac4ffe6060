import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { firstError, root, runNode } from '../../dev/run-node.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-node-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

it('answers what a script prints', async () => {
  expect(await runNode([script('good.mjs', 'console.log(process.env.NAME)')], { env: { NAME: 'me' } })).toBe('me\n');
});

it('rejects with one line that tells where and what', async () => {
  await expect(runNode([script('bad.ts', 'const a: = 1;')])).rejects.toThrow(/^file:.*bad\.ts:1: \w*Error.*: \S/);
  await expect(runNode([script('throws.mjs', "throw new Error('my fault')")])).rejects.toThrow(
    /^file:.*throws\.mjs:1: Error: my fault$/,
  );
});

it('stops a script when asked to', async () => {
  const stopped = new AbortController();
  const endless = runNode([script('endless.mjs', 'setInterval(() => {}, 1000)')], { signal: stopped.signal });
  stopped.abort();
  await expect(endless).rejects.toThrow();
});

it('finds the line that counts in what the tools write', () => {
  const esbuild = `✘ [ERROR] Expected ";" but found "}"\n\n    connector/a.ts:3:7:\n      3 │ let a }\n        ╵       ^\n\nnode:internal/x\nError: Build failed with 1 error:\n`;
  expect(firstError(esbuild)).toBe('connector/a.ts:3:7: Expected ";" but found "}"');
  expect(firstError("lib/a.ts(3,7): error TS2322: Type 'string' is not assignable.\n")).toBe(
    "lib/a.ts(3,7): error TS2322: Type 'string' is not assignable.",
  );
  const thrown = `${root}node_modules/x/y.js:10\n  throw new Error();\n\nValidationError: Bad name\n    at f (${root}node_modules/x/y.js:10:1)\n    at file://${root}lib/a.ts:5:3\n\nNode.js v24.21.0\n`;
  expect(firstError(thrown)).toBe('lib/a.ts:5:3: ValidationError: Bad name');
  const stripping = `node:internal/modules/run_main:107\n    ^\n\nfile://${root}lib/a.ts:15\nconst memory == 1;\n\nSyntaxError [ERR_X]: 'const' declarations must be initialized\n    at parse (node:internal/y:1:1)\n`;
  expect(firstError(stripping)).toBe("lib/a.ts:15: SyntaxError [ERR_X]: 'const' declarations must be initialized");
});
