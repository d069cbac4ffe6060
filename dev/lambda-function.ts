import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Invocation, WorkerMessage, WorkerSettings } from './lambda-worker.ts';

export interface FunctionSettings extends WorkerSettings {
  timeoutSeconds: number;
  /** Each instance has a temporary folder of its own in it, as each has its own `/tmp` on Lambda. */
  storageFolder: string;
  environment: Readonly<Record<string, string>>;
}

export type InvocationOutcome =
  | { kind: 'result'; result: unknown }
  | { kind: 'error' }
  /** The instance was stopped, as Lambda does. */
  | { kind: 'timeout' }
  /** Too many run and wait already. */
  | { kind: 'throttled' };

export interface LocalFunction {
  invoke(event: unknown, requestId: string): Promise<InvocationOutcome>;
  /** Lets the calls under way end, then stops every instance. */
  retire(): Promise<void>;
  /** Stops every instance at once. */
  close(): Promise<void>;
}

/** Lambda's limit on what a function may answer. */
const maximumAnswerBytes = 6 * 1024 * 1024;
/** Lambda starts a thousand, a few for a new account; here a call beyond these waits its turn. */
const maximumInstances = 4;
/** Beyond these it is turned away, as Lambda does: who waits longer than the platform listens has no answer either. */
const maximumWaiting = 25;

/** An instance answers one call at a time, as on Lambda; calls at the same time get instances of their own. */
export function startFunction(settings: FunctionSettings, log: (line: string) => void): LocalFunction {
  const idle: Instance[] = [];
  const all = new Set<Instance>();
  /** Each is called when it is its turn. */
  const waiting: (() => void)[] = [];
  const calls = new Set<Promise<unknown>>();
  let running = 0;
  let closed = false;

  const run = async (event: unknown, requestId: string): Promise<InvocationOutcome> => {
    if (running < maximumInstances) running++;
    else if (waiting.length < maximumWaiting) await new Promise<void>((turn) => waiting.push(turn));
    else return { kind: 'throttled' };
    try {
      return closed ? { kind: 'error' } : await runOne(event, requestId);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };

  const runOne = async (event: unknown, requestId: string): Promise<InvocationOutcome> => {
    // The one that was used last: it is the warmest, as on Lambda.
    const instance = idle.pop() ?? startInstance(settings, log);
    all.add(instance);
    try {
      return await instance.invoke(event, requestId);
    } finally {
      if (instance.alive()) idle.push(instance);
      else all.delete(instance);
    }
  };

  const stopAll = async () => {
    await Promise.all([...all].map((instance) => instance.stop()));
    all.clear();
    idle.length = 0;
  };

  return {
    invoke(event, requestId) {
      const call = run(event, requestId);
      calls.add(call);
      return call.finally(() => calls.delete(call));
    },
    async retire() {
      await Promise.all(calls);
      await stopAll();
    },
    close() {
      closed = true;
      return stopAll();
    },
  };
}

interface Instance {
  invoke(event: unknown, requestId: string): Promise<InvocationOutcome>;
  alive(): boolean;
  stop(): Promise<unknown>;
}

function startInstance(settings: FunctionSettings, log: (line: string) => void): Instance {
  const { environment, timeoutSeconds, memoryMegabytes, functionName, storageFolder } = settings;
  mkdirSync(storageFolder, { recursive: true });
  const storage = mkdtempSync(join(storageFolder, `${functionName}-`));
  const worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), {
    workerData: settings satisfies WorkerSettings,
    env: { ...environment, TMPDIR: storage },
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
  });
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', log);

  let alive = true;
  let settle: (outcome: InvocationOutcome) => void = () => {};
  let initialized: (well: boolean) => void = () => {};
  const initialization = new Promise<boolean>((resolve) => {
    initialized = resolve;
  });
  const fail = (error: string) => {
    log(`${functionName}: ${error}`);
    initialized(false);
    settle({ kind: 'error' });
  };
  const stop = () => {
    alive = false;
    return worker.terminate();
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready') initialized(true);
    if (message.kind === 'error') fail(message.error);
    if (message.kind !== 'result') return;
    const { result } = message;
    if (result && Buffer.byteLength(result) > maximumAnswerBytes) fail('The answer is larger than 6 MB.');
    else settle({ kind: 'result', result: result === undefined ? undefined : JSON.parse(result) });
  });
  worker.on('error', (error) => {
    alive = false;
    fail(error.message);
  });
  worker.on('exit', () => {
    alive = false;
    rmSync(storage, { recursive: true, force: true });
    initialized(false);
    settle({ kind: 'error' });
  });

  return {
    alive: () => alive,
    stop,
    async invoke(event, requestId) {
      // Loading the bundle is not part of the time that a call has, as on Lambda.
      if (!(await initialization) || !alive) return { kind: 'error' };
      return new Promise<InvocationOutcome>((resolve) => {
        const limit = timeoutSeconds * 1000;
        const timer = setTimeout(() => {
          log(`${functionName}: Task timed out after ${timeoutSeconds} seconds (request ${requestId}).`);
          resolve({ kind: 'timeout' });
          void stop();
        }, limit);
        settle = (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        };
        worker.postMessage({ requestId, event, deadline: Date.now() + limit } satisfies Invocation);
      });
    },
  };
}
