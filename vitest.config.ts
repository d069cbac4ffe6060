import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { template } from './vitest.template.ts';

/** What a fork's own configuration must hold; everything else is tested on a configuration of the template's own. */
const fork = ['test/fork/**/*.test.ts'];

export default defineConfig({
  test: {
    // The default leaves one core idle, which on two is half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A second, the default, is short on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        ...template,
        test: { ...template.test, name: 'template', include: ['test/**/*.test.ts'], exclude: fork },
      },
      { extends: true, test: { name: 'fork', include: fork } },
    ],
  },
});
