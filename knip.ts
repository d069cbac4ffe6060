import { existsSync } from 'node:fs';
import type { KnipConfig } from 'knip';

const entry = [
  'bin/connector.ts',
  'connector/sources/*/source.ts',
  'functions/**/*.ts',
  'commands/*.ts',
  'docs/examples/*.ts',
];

/** A fork without the product feed is without the template's tests, which run on it: what only they use is not dead code of its own. */
const isWhole = existsSync('test/fixtures/template.config.ts');

export default {
  entry,
  project: isWhole
    ? ['**/*.{ts,tsx}', '!bench/**']
    : ['connector.config.ts', 'connector/sources/**', 'functions/own/**'],
  ...(!isWhole && { exclude: ['exports', 'types', 'dependencies', 'devDependencies', 'unlisted', 'unresolved'] }),
} satisfies KnipConfig;
