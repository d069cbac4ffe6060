import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, runNode, runToEnd, typeErrors } from './run-node.ts';

/** Synthesizes the stack into `outdir` as the CDK's command line does, with the context of `cdk.json`. */
export async function synthesize(outdir: string, signal?: AbortSignal): Promise<void> {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  const env = { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context ?? {}) };
  await runNode(['bin/connector.ts'], { env, ...(signal && { signal }) });
}

const printBundles = fileURLToPath(import.meta.resolve('./print-bundles.ts'));

/**
 * Bundles files of `functions/` again, with the settings of the stack as they are now, several times faster than a
 * synthesis. Answers the folder of each.
 */
export async function bundle(
  sources: readonly string[],
  outdir: string,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const names = sources.map((source) => source.replace(/^functions\/|\.ts$/g, ''));
  const printed = await runNode([printBundles, outdir, ...names], signal ? { signal } : {});
  const folders: string[] = JSON.parse(printed);
  return new Map(sources.map((source, index) => [source, folders[index]!]));
}

/**
 * The first type error in the sources that the local run watches; undefined when there is none. Nothing waits for it:
 * types do not run.
 */
export async function findTypeError(signal: AbortSignal): Promise<string | undefined> {
  const { stdout } = await runToEnd(['node_modules/typescript/bin/tsc', '--pretty', 'false'], { signal });
  return typeErrors(stdout).find((line) => /^(connector|functions|lib|bin)\b/.test(line));
}
