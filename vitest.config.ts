import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { template } from './vitest.template.ts';

/** What a fork's own configuration must hold; everything else is tested on a configuration of the template's own. */
const fork = ['test/fork/**/*.test.ts'];
/** What serves the stack: it is synthesized once for all of them. */
const endToEnd = ['test/end-to-end/**/*.test.ts', 'test/conformance/mutations.test.ts'];
/** What sets the mode of files it makes, which a thread may not. */
const processes = ['test/dev/aws/**/*.test.ts'];
/** What loads the CDK, which takes seconds: one process for all of them. */
const stack = ['test/lib/**/*.test.ts'];

/** The longest first, for at the end one core would wait for it alone. Vitest knows durations of an earlier run only. */
const longest = ['mutations', 'desk', 'npm-start', 'restart'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return index < 0 ? longest.length : index;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

const project = (name: string, include: string[], more: object = {}) => ({
  extends: true as const,
  ...template,
  test: { ...template.test, name, include, ...more },
});

export default defineConfig({
  test: {
    // The default leaves one core idle, which on two is half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A second, the default, is short on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      // A thread starts four times as fast as a process.
      project('template', ['test/**/*.test.ts'], {
        exclude: [...fork, ...endToEnd, ...processes, ...stack],
        pool: 'threads',
      }),
      project('processes', processes),
      project('end-to-end', endToEnd, { globalSetup: 'test/helpers/synthesize-once.ts' }),
      project('stack', stack, { isolate: false }),
      { extends: true, test: { name: 'fork', include: fork } },
    ],
  },
});
