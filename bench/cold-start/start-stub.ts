import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stub } from './stub.ts';

/** Starts `stub.ts` for a catalog of so many items on each of so many websites. */
export async function startStub(items: number, websites = 1): Promise<{ stub: Stub; close: () => void }> {
  const process = fork(fileURLToPath(new URL('./stub.ts', import.meta.url)), [String(items), String(websites)]);
  const died = once(process, 'exit').then(() => Promise.reject(new Error('The stub ended.')));
  died.catch(() => undefined);
  const [stub] = (await Promise.race([once(process, 'message'), died])) as [Stub];
  return { stub, close: () => process.disconnect() };
}
