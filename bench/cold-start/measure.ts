import { type Driver, startFunctionProcess } from './function-process.ts';
import type { Stub } from './stub.ts';

export interface Sample {
  /** Milliseconds from the spawn to the first answer, and to the first question for work. */
  cold_ms: number;
  init_ms: number;
  /** Milliseconds of CPU of all threads until the first answer. */
  cpu_ms: number;
  /** Microseconds of CPU of all threads a call: the first question again, and another question each time. */
  warm_cpu_us: number;
  other_cpu_us: number;
  /** Resident after the first answer, and after the warm calls. */
  rss_mb: number;
  warm_rss_mb: number;
}

/** One cold start of the bundle in `folder`, then its warm calls. `check` throws for an answer that is not the work. */
export async function measure(
  folder: string,
  { variables, events: [event, ...others] }: Stub,
  { calls, driver }: { calls: number; driver: Driver },
  check: (result: string) => void,
): Promise<Sample> {
  const instance = await startFunctionProcess(folder, variables, driver);
  try {
    const first = instance.invoke(event);
    first.catch(() => undefined);
    const ready = await instance.ready;
    const { result, at } = await first;
    const cpu = instance.cpu();
    const rss = instance.resident();
    check(result);
    for (let i = 0; i < calls; i++) await instance.invoke(event);
    let before = instance.cpu();
    let last = '';
    for (let i = 0; i < calls; i++) last = (await instance.invoke(event)).result;
    const warm = (instance.cpu() - before) / calls;
    check(last);
    const warmRss = instance.resident();
    before = instance.cpu();
    for (const other of others) await instance.invoke(other);
    return {
      cold_ms: at,
      init_ms: ready,
      cpu_ms: cpu / 1000,
      warm_cpu_us: warm,
      other_cpu_us: (instance.cpu() - before) / others.length,
      rss_mb: rss,
      warm_rss_mb: warmRss,
    };
  } finally {
    await instance.close();
  }
}
