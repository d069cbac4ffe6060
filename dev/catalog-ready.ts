import { setTimeout as pause } from 'node:timers/promises';
import type { Website } from '../connector/website.ts';
import { listProducts, type RegisteredConnector } from '../platform/platform-client.ts';

/** A large feed takes minutes; whatever takes longer, the calls themselves then tell. */
const longestWait = 10 * 60_000;

/** Waits until the refresh, which reads the shop a moment after the install, has brought a catalog to answer from. */
export async function catalogReady(connector: RegisteredConnector, website: Website): Promise<void> {
  const started = Date.now();
  while (Date.now() - started < longestWait) {
    const { answer } = await listProducts(connector, { idWebsite: website, limit: 1 });
    if (answer?.status !== 503) return;
    await pause(100);
  }
}
