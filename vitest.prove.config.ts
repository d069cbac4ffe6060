import { defineConfig } from 'vitest/config';
import { template } from './vitest.template.ts';

const seed = process.env.PROVE_SEED ?? String(Date.now() % 2 ** 31);

/** The long form of what holds under attack, fault and load; the quick form of each is in `npm test`. */
export default defineConfig({
  ...template,
  test: {
    ...template.test,
    include: [
      'test/prove/**/*.test.ts',
      'test/connector/*.test.ts',
      'test/connector/contract/**/*.test.ts',
      'test/connector/installs/**/*.test.ts',
      'test/connector/endpoint/**/*.test.ts',
      'test/connector/guarded-http/**/*.test.ts',
      'test/connector/refresh/passes.test.ts',
      'test/connector/catalog/*.test.ts',
      'test/connector/sources/product-feed/same-from-every-format.test.ts',
      'test/lib/{cdk-nag,grants}.test.ts',
    ],
    env: { PROVE: '1', PROVE_SEED: seed, EXHAUSTIVE: '1' },
    maxWorkers: 2,
    testTimeout: 15 * 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    reporters: ['default', './test/helpers/figures-reporter.ts'],
  },
});
