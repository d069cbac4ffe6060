import type { RunnerTestCase } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What `npm run prove` prints beside the test's name. */
    figure?: string;
  }
}

/** In `npm run prove`, which takes its time. */
export const isLongForm = process.env.PROVE === '1';

/** Of everything generated; `npm run prove` draws a new one unless `PROVE_SEED` says which. */
export const seed = Number(process.env.PROVE_SEED ?? 1);

/** How often to repeat: in `npm test`, and in `npm run prove`. */
export function runs(quick: number, long: number): number {
  return isLongForm ? long : quick;
}

export function report({ meta }: Pick<RunnerTestCase, 'meta'>, figure: string): void {
  meta.figure = figure;
}
