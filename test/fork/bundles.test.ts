import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { catalog } from '#connector.config';
import { bundleFunction } from '../../lib/bundle-function.ts';

const outdir = mkdtempSync(join(tmpdir(), 'fork-bundles-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const functions = new URL('../../functions/', import.meta.url);
const names = globSync('{.,own}/*.ts', { cwd: functions }).map((file) => file.replace('.ts', ''));

describe.each(names)('the bundle of %s', (name) => {
  const kilobytes = ['categories', 'products'].includes(name) ? 100 : 150;

  it(`has at most ${kilobytes} kB with this app's configuration`, () => {
    const code = readFileSync(join(bundleFunction(name, outdir), 'index.cjs'));
    expect(code.length).toBeLessThanOrEqual(kilobytes * 1000);
  });
});

// A live shop asks its shop itself.
if (catalog.parameters === undefined) {
  it.each(['categories', 'products'])('%s carries no reader of shops: agents are answered from the index', (name) => {
    const { metafile } = buildSync({
      entryPoints: [new URL(`${name}.ts`, functions).pathname],
      bundle: true,
      platform: 'node',
      write: false,
      metafile: true,
      outdir,
      logLevel: 'error',
    });
    const carried = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
    expect(carried.filter((path) => /connector\/(sources|guarded-http|text)\//.test(path))).toEqual([]);
  });
}
