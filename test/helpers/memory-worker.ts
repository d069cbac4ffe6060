import { createRequire } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import { type RepeatedCallSettings, repeatedCalls } from './repeated-calls.ts';

/** Runs in a process of its own with `--expose-gc`: calls the handler of one bundle again and again, and weighs itself. */
export interface MemoryTask extends RepeatedCallSettings {
  functionName: string;
  /** The bundle. */
  file: string;
  calls: number;
  samples: number;
}

export interface MemoryReport {
  /** At even distances, in bytes. `native` is what is resident beside V8's heap, which grows and shrinks in steps. */
  samples: { calls: number; heap: number; native: number; resident: number }[];
  /** How often each status was answered; `done` for answers that are no HTTP. */
  statuses: Record<string, number>;
  milliseconds: number;
}

process.on('message', async (task: MemoryTask) => {
  process.send!(await measure(task), () => process.exit());
});

async function measure({ functionName, file, calls, samples, ...settings }: MemoryTask): Promise<MemoryReport> {
  const { handler } = createRequire(file)(file);
  const eventOf = repeatedCalls[functionName]!;
  const started = performance.now();
  const report: MemoryReport = { samples: [], statuses: {}, milliseconds: 0 };
  for (let sample = 1, index = 0; sample <= samples; sample++) {
    for (; index < (calls * sample) / samples; index++) {
      const { statusCode = 'done' } = await handler(eventOf(index, settings));
      report.statuses[statusCode] = (report.statuses[statusCode] ?? 0) + 1;
    }
    report.samples.push({ calls: index, ...(await weigh()) });
  }
  report.milliseconds = performance.now() - started;
  return report;
}

/** What is left when everything that nobody holds is gone, also what waits for its finalizer. */
async function weigh() {
  for (let round = 0; round < 2; round++) {
    globalThis.gc!();
    await turn();
  }
  const { heapUsed, heapTotal, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, native: rss - heapTotal, resident: rss };
}
