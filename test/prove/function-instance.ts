import { setTimeout as sleep } from 'node:timers/promises';
import { handler as products } from '../../functions/products.ts';
import { handler as verification } from '../../functions/verification.ts';

/**
 * Functions in a process of their own, whose memory is nobody else's: told a call, it tells the answer. Its variables come
 * from whoever forks it, with `--expose-gc`.
 */
const handlers = { 'POST /verification': verification, 'GET /products': products };

export interface InstanceCall {
  id: number;
  route: keyof typeof handlers;
  event: Parameters<typeof products>[0];
}

export interface InstanceAnswer {
  id: number;
  answer: Awaited<ReturnType<typeof products>>;
  milliseconds: number;
}

/** In bytes, since it was last asked. */
export interface InstanceMemory {
  /** Heap and buffers that a collection leaves, at most. */
  held: number;
  /** With what awaits its collection. */
  resident: number;
}

let memory: InstanceMemory = { held: 0, resident: 0 };

process.on('message', async (call: InstanceCall | 'memory') => {
  if (call === 'memory') {
    weigh();
    process.send!(memory);
    memory = { held: 0, resident: 0 };
    return;
  }
  const { id, route, event } = call;
  const started = performance.now();
  const answer = await handlers[route](event);
  process.send!({ id, answer, milliseconds: performance.now() - started } satisfies InstanceAnswer);
});

for (;;) {
  weigh();
  await sleep(100);
}

function weigh(): void {
  const { rss } = process.memoryUsage();
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  memory = { held: Math.max(memory.held, heapUsed + external), resident: Math.max(memory.resident, rss) };
}
