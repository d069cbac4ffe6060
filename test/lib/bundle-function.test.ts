import { globSync, readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { synthesize } from '../helpers/synthesize.ts';

const { folder } = synthesize();
const uploads = globSync('asset.*/**/*', { cwd: folder }).filter((path) => statSync(join(folder, path)).isFile());

it('uploads one file per function: no source map, no source', () => {
  expect(new Set(uploads.map((path) => path.slice(dirname(path).length + 1)))).toEqual(new Set(['index.cjs']));
  expect(uploads).toHaveLength(6);
});

it('keeps a source map of each bundle beside the uploads, to read a stack trace with', () => {
  expect(globSync('bundles/*/index.cjs.map', { cwd: folder })).toHaveLength(6);
});

it.each(uploads)('%s is at most 150 kB and needs nothing but Node', (path) => {
  const code = readFileSync(join(folder, path), 'utf8');
  expect(Buffer.byteLength(code)).toBeLessThanOrEqual(150_000);
  const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, target]) => target!);
  expect(required.filter((target) => !isBuiltin(target))).toEqual([]);
  expect(code).not.toContain('sourceMappingURL');
});

it.each(uploads)('%s loads as CommonJS, whatever package.json stands above, and exports its handler', (path) => {
  expect(createRequire(import.meta.url)(join(folder, path)).handler).toBeTypeOf('function');
});
