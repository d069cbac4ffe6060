import { globSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { synthesize } from '../helpers/synthesize.ts';

const { folder } = synthesize();
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const bundles = readdirSync(join(folder, 'bundles'));

it('uploads the bundles and nothing else: no source map, no source', () => {
  const uploads = globSync('asset.*/*', { cwd: folder });
  expect(uploads.map(read).sort()).toEqual(bundles.map((name) => read(`bundles/${name}/index.cjs`)).sort());
});

it('keeps a source map beside each bundle, to read a stack trace with', () => {
  for (const name of bundles) expect(JSON.parse(read(`bundles/${name}/index.cjs.map`))).toMatchObject({ version: 3 });
});

describe.each(bundles)('%s', (name) => {
  const code = read(`bundles/${name}/index.cjs`);

  const kilobytes = ['categories', 'products'].includes(name) ? 100 : 150;
  it(`is at most ${kilobytes} kB`, () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(kilobytes * 1000);
  });

  it('needs nothing but Node', () => {
    const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, target]) => target!);
    expect(required.filter((target) => !isBuiltin(target))).toEqual([]);
  });

  it('loads as CommonJS, whatever package.json stands above, and exports its handler', () => {
    const load = createRequire(import.meta.url);
    expect(load(join(folder, 'bundles', name, 'index.cjs')).handler).toBeTypeOf('function');
  });
});
