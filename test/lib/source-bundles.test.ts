import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { expect, it } from 'vitest';
import { bundleOptions } from '../../lib/bundle-function.ts';

const root = join(import.meta.dirname, '../..');
const config = join(root, 'test/fixtures/template.config.ts');
const sources = readdirSync(join(root, 'connector/sources'));

/** A configuration whose line that chooses the shop names another one. */
function choose(name: string): Plugin {
  const word = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const contents = `export { config, catalog, routes, events, keepsApiKey } from ${JSON.stringify(config)};
    export { ${word} as source } from './connector/sources/${name}/source.ts';`;
  return {
    name: 'choose',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^#connector\.config$/ }, () => ({ path: 'chosen', namespace: 'chosen' }));
      esbuild.onLoad({ filter: /./, namespace: 'chosen' }, () => ({ contents, loader: 'ts', resolveDir: root }));
    },
  };
}

/** How many bytes of which file are in it, and how many in all. Names that are shortened may differ from one source to another. */
async function bundle(name: string, functionName: string) {
  const { outputFiles, metafile } = await build({
    ...bundleOptions(),
    entryPoints: [`functions/${functionName}.ts`],
    write: false,
    metafile: true,
    plugins: [choose(name)],
  });
  const [output] = Object.values(metafile!.outputs);
  const carried = Object.entries(output!.inputs).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [`${path}: ${bytesInOutput}`] : [],
  );
  return { bytes: outputFiles![0]!.contents.length, carried: carried.sort() };
}

it.each(sources)('%s leaves verification and refresh-catalog below 150 kB', async (name) => {
  for (const functionName of ['verification', 'refresh-catalog']) {
    expect((await bundle(name, functionName)).bytes, functionName).toBeLessThanOrEqual(150_000);
  }
});

it('no source is in what answers agents', async () => {
  for (const functionName of ['categories', 'products']) {
    const [first, ...others] = await Promise.all(sources.map((name) => bundle(name, functionName)));
    expect(first!.carried.filter((file) => file.includes('/sources/'))).toEqual([]);
    for (const other of others) expect(other, functionName).toEqual(first);
  }
});
