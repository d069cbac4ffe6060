import { globSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { bundleOptions } from '../../../lib/bundle-function.ts';

const root = join(import.meta.dirname, '../../..');

it('is in no function that does not ask for it: only the proof of a website calls the platform', async () => {
  const entryPoints = globSync('functions/*.ts', { cwd: root });
  const { metafile } = await build({ ...bundleOptions(), entryPoints, outdir: 'none', write: false, metafile: true });
  const carried = Object.entries(metafile!.outputs).flatMap(([output, { inputs }]) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
      path.startsWith('connector/iadvize/') && bytesInOutput > 0 ? [`${output.split('/').at(-1)} ${path}`] : [],
    ),
  );
  const ofProof = ['call-iadvize.ts', 'owns-website.ts'].map((file) => `connector/iadvize/${file}`);
  const proving = ['verification-keeping-key.js', 'verification.js'];
  expect(carried.sort()).toEqual(proving.flatMap((name) => ofProof.map((file) => `${name} ${file}`)));
});
