import type { Reporter, TestModule } from 'vitest/node';

/** Prints, at the end, the figure that each battery reported, and how to repeat the run. */
export default class FiguresReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    console.log('\nFigures');
    for (const test of tests) {
      const { figure } = test.meta();
      if (figure)
        console.log(
          `  ${test.result().state === 'passed' ? '✓' : '✗'} ${test.module.relativeModuleId}: ${test.fullName}: ${figure}`,
        );
    }
    const seed = modules[0]?.project.config.env?.PROVE_SEED;
    console.log(`\nSeed ${seed}; to repeat: PROVE_SEED=${seed} npm run prove\n`);
  }
}
