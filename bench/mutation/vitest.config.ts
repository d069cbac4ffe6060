import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The first test that fails ends a mutant: those that go over thousands of cases come last. */
const last = /next-install-(model|orders)|install-(store|faults|races)/;

class QuickFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => Number(last.test(moduleId));
    return (await super.sort(specifications)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: process.env.MUTATION_TESTS!.split(' '),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: QuickFirst },
  },
});
