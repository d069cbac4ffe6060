import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work between two turns of the event loop. */
const turn = 20;

/** The same values; gives timers and sockets their turn in between, and throws the signal's reason once it is aborted. */
export async function* paced<T>(source: Iterable<T> | AsyncIterable<T>, signal?: AbortSignal): AsyncGenerator<T> {
  let start = performance.now();
  for await (const value of source) {
    yield value;
    if (performance.now() - start < turn) continue;
    await setImmediate();
    signal?.throwIfAborted();
    start = performance.now();
  }
}
