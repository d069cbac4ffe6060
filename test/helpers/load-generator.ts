import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LoadCommand, LoadReport, LoadSettings } from './load-worker.ts';

export interface LoadGenerator {
  run(command: LoadCommand): Promise<LoadReport>;
  close(): Promise<unknown>;
}

/** A load from a thread of its own. */
export function startLoadGenerator(settings: LoadSettings): LoadGenerator {
  const worker = new Worker(new URL('./load-worker.ts', import.meta.url), { workerData: settings, execArgv: [] });
  return {
    async run(command) {
      worker.postMessage(command);
      const [report] = await once(worker, 'message');
      return report;
    },
    close: () => worker.terminate(),
  };
}
