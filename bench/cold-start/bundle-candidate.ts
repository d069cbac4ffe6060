import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { nodeConditions } from '../../lib/node-conditions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** NestJS asks for these only where an application uses them. */
const optionalOfNest = [
  '@nestjs/microservices',
  '@nestjs/websockets',
  'class-transformer',
  'class-validator',
  '@fastify/static',
];

const liveConfig: Plugin = {
  name: 'live config',
  setup({ onResolve }) {
    onResolve({ filter: /^#connector\.config$/ }, () => ({ path: join(import.meta.dirname, 'live.config.ts') }));
  },
};

export interface Bundle {
  /** Holds `index.cjs`. */
  folder: string;
  bytes: number;
  /** Bytes of the bundle by package, the largest first. */
  packages: [name: string, bytes: number][];
}

/** Bundles and minifies one handler with the settings of `lib/bundle-function.ts`. */
export async function bundleCandidate(name: string, entryPoint: string, outdir: string): Promise<Bundle> {
  const folder = join(outdir, name);
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'index.cjs');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
    metafile: true,
    conditions: nodeConditions(),
    ...(name === 'connector-live' && { plugins: [liveConfig] }),
    ...(name === 'nestjs' && {
      external: optionalOfNest.flatMap((each) => [each, `${each}/*`]),
      keepNames: true,
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    }),
  });
  const packages = new Map<string, number>();
  for (const [input, { bytesInOutput }] of Object.entries(Object.values(metafile.outputs)[0]!.inputs)) {
    const of = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? 'own code';
    packages.set(of, (packages.get(of) ?? 0) + bytesInOutput);
  }
  const largest = [...packages].sort((a, b) => b[1] - a[1]);
  return { folder, bytes: statSync(outfile).size, packages: largest };
}
