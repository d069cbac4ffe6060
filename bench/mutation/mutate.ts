import { Stryker } from '@stryker-mutator/core';
import type { Group } from './groups.ts';

export type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** In a copy of the project under `folder`, which git ignores, and from where a page of every fault can be opened. */
export function mutate(name: string, { mutate, tests }: Group, folder: string, concurrency: number): Promise<Mutant[]> {
  process.env.MUTATION_TESTS = tests.join(' ');
  return new Stryker({
    testRunner: 'vitest',
    vitest: { configFile: 'bench/mutation/vitest.config.ts', related: false },
    mutate,
    ignorePatterns: ['cdk.out', '.local', 'docs'],
    tempDirName: `${folder}/sandbox-${name}`,
    reporters: ['progress-append-only', 'html'],
    htmlReporter: { fileName: `${folder}/${name}.html` },
    concurrency,
    // Generous: what is merely slow on a busy machine must not count as noticed.
    timeoutFactor: 3,
    timeoutMS: 15_000,
    disableTypeChecks: false,
    // Stryker would read it with an older TypeScript's API.
    tsconfigFile: 'none',
    allowConsoleColors: false,
  }).runMutationTest();
}
