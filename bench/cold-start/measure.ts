import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRuntimeApi } from './runtime-api.ts';
import type { Stub } from './stub.ts';

const ric = fileURLToPath(new URL('../node_modules/aws-lambda-ric/index.mjs', import.meta.url));
const loop = fileURLToPath(new URL('./plain-loop.mjs', import.meta.url));

/** Whether `aws-lambda-ric` was built here; its package is optional. */
export function hasRic(): boolean {
  return existsSync(join(ric, '../rapid-client.node'));
}

export interface Sample {
  /** Milliseconds from the spawn to the first answer, and to the first question for work. */
  cold_ms: number;
  init_ms: number;
  /** Milliseconds of CPU of all threads until the first answer. */
  cpu_ms: number;
  /** Microseconds of CPU of all threads. */
  warm_cpu_us: number;
  /** Resident after the first answer, and after the warm calls. */
  rss_mb: number;
  warm_rss_mb: number;
}

/** One cold start of the bundle in `folder`, then its warm calls. `check` throws for an answer that is not the work. */
export async function measure(
  folder: string,
  { variables, event }: Stub,
  calls: { warmUp: number; measured: number },
  check: (result: string) => void,
): Promise<Sample> {
  const api = await startRuntimeApi();
  const temporary = mkdtempSync(join(tmpdir(), 'cold-start-'));
  const started = performance.now();
  const child = spawn(process.execPath, hasRic() ? [ric, 'index.handler'] : [loop], {
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
  try {
    const first = api.invoke(event);
    first.catch(() => undefined);
    const ready = await alive(api.ready);
    const { result, at } = await alive(first);
    const cpu = cpuMicroseconds(child.pid!);
    const rss = residentMegabytes(child.pid!);
    check(result);
    for (let i = 0; i < calls.warmUp; i++) await alive(api.invoke(event));
    const before = cpuMicroseconds(child.pid!);
    let last = '';
    for (let i = 0; i < calls.measured; i++) last = (await alive(api.invoke(event))).result;
    const warm = (cpuMicroseconds(child.pid!) - before) / calls.measured;
    check(last);
    return {
      cold_ms: at - started,
      init_ms: ready - started,
      cpu_ms: cpu / 1000,
      warm_cpu_us: warm,
      rss_mb: rss,
      warm_rss_mb: residentMegabytes(child.pid!),
    };
  } finally {
    child.kill('SIGKILL');
    await exited;
    api.close();
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Of the threads that live: Node's are started once. */
function cpuMicroseconds(pid: number): number {
  let nanoseconds = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / 1000;
}

function residentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) / 1024;
}
