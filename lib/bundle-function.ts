import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import { nodeConditions } from './node-conditions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The sources that these packages ship: esbuild inlines TypeScript's enums, which the packages' builds make objects of, 5 kB. */
const htmlparser2 = import.meta.resolve('htmlparser2');
const entities = pathToFileURL(createRequire(htmlparser2).resolve('entities/decode'));
const alias = {
  htmlparser2: fileURLToPath(new URL('../src/index.ts', htmlparser2)),
  'entities/decode': fileURLToPath(new URL('../src/decode.ts', entities)),
};

/**
 * Bundles `functions/<name>.ts` into a folder of its own under `outdir` and answers the folder. `index.cjs` is what
 * Lambda and the local run load: CommonJS starts faster than ESM, and the suffix says so whatever package.json stands
 * above. `index.cjs.map` lies beside it and is not uploaded.
 */
export function bundleFunction(name: string, outdir: string): string {
  const folder = join(outdir, 'bundles', name);
  buildSync({
    ...bundleOptions(),
    entryPoints: [join('functions', `${name}.ts`)],
    outfile: join(folder, 'index.cjs'),
    sourcemap: 'external',
    // A bundle holds the very files that this process itself would import.
    conditions: nodeConditions(),
  });
  return folder;
}

/** How every function is bundled. */
export function bundleOptions(): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
    alias,
  };
}
