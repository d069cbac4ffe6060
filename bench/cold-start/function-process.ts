import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRuntimeApi } from './runtime-api.ts';

const ric = fileURLToPath(new URL('../node_modules/aws-lambda-ric/index.mjs', import.meta.url));
const loop = fileURLToPath(new URL('./plain-loop.mjs', import.meta.url));

/** What calls the handlers: Lambda's own runtime client, or a loop of a few lines where that did not build. */
export type Driver = 'aws-lambda-ric' | 'plain loop';

export function availableDriver(): Driver {
  return existsSync(join(ric, '../rapid-client.node')) ? 'aws-lambda-ric' : 'plain loop';
}

export interface FunctionProcess {
  /** Milliseconds from the spawn to the first question for work. */
  ready: Promise<number>;
  /** Answers the function's own answer, and the milliseconds since the spawn. */
  invoke(event: unknown): Promise<{ result: string; at: number }>;
  /** Of all threads that live, in microseconds. Node's are started once. */
  cpu(): number;
  /** Megabytes. */
  resident(): number;
  close(): Promise<void>;
}

/** A function instance of its own: a fresh process that loads the bundle in `folder`. Linux only. */
export async function startFunctionProcess(
  folder: string,
  variables: Record<string, string>,
  driver: Driver,
): Promise<FunctionProcess> {
  const api = await startRuntimeApi();
  const temporary = mkdtempSync(join(tmpdir(), 'cold-start-'));
  const started = performance.now();
  const child = spawn(process.execPath, driver === 'aws-lambda-ric' ? [ric, 'index.handler'] : [loop], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...variables,
      PATH: process.env.PATH,
      HOME: temporary,
      TMPDIR: temporary,
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/bench',
      AWS_LAMBDA_LOG_STREAM_NAME: 'bench',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'index.handler',
    },
  });
  const exited = once(child, 'exit');
  const died = exited.then(([code]) => Promise.reject(new Error(`The runtime ended with ${code}.`)));
  died.catch(() => undefined);
  const alive = <T>(promise: Promise<T>) => Promise.race([promise, died]);
  return {
    ready: alive(api.ready).then((at) => at - started),
    async invoke(event) {
      const { result, at } = await alive(api.invoke(event));
      return { result, at: at - started };
    },
    cpu() {
      let nanoseconds = 0;
      for (const task of readdirSync(`/proc/${child.pid}/task`)) {
        nanoseconds += Number(readFileSync(`/proc/${child.pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
      }
      return nanoseconds / 1000;
    },
    resident() {
      const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))!;
      return Number(kilobytes) / 1024;
    },
    async close() {
      child.kill('SIGKILL');
      await exited;
      api.close();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}
