import type { CatalogSource, ShopForm } from '../catalog/catalog-source.ts';
import { type SealedSet, sealedSet } from '../installs/install.ts';
import { readInstall } from '../installs/install-store.ts';
import type { Website } from '../website.ts';
import { requestRefresh } from './refresh-queue.ts';
import { type Outcome, refreshSet, type SetRefreshCall } from './refresh-set.ts';
import { removeUnused } from './remove-unused.ts';

/** Between the queue, which says when a request was sent, and ours. */
const clockTolerance = 1_000;

interface RefreshCall extends SetRefreshCall {
  /** When the refresh was asked for, epoch milliseconds. */
  askedAt: number;
  /** It was tried before. */
  again?: boolean;
}

/**
 * Brings the stored catalog of a website up to date, or nearer to it; there is none without a sealed set, and no outcome. `done since`:
 * a refresh that began after this one was asked for has ended well, or a pass has advanced. Whatever fails, the last good one stays; the
 * reason stands on the install. Throws what another try may mend.
 */
export async function refreshCatalog(
  website: Website,
  source: CatalogSource | ShopForm,
  call: RefreshCall,
): Promise<Outcome | 'done since' | undefined> {
  if (!('read' in source)) return undefined; // A live shop is asked at every call.
  const set = sealedSet(await readInstall(website, call.deadline), Date.now());
  const isDone = set && isDoneSince(set, call);
  let outcome: Outcome | 'done since' | undefined;
  try {
    outcome = isDone ? 'done since' : set && (await refreshSet(website, set, source, call));
  } catch (error) {
    // The first failure tells more.
    await removeUnused(website, call.deadline).catch((second) => call.explain?.(second));
    throw error;
  }
  await removeUnused(website, call.deadline);
  if (outcome === 'paused') await requestRefresh(website, call.deadline);
  return outcome;
}

/**
 * Of requests that waited behind one refresh only what they may have to remove is left to do. A pass that has advanced since has a
 * request of its own: each more would ask for the next one for ever, and at last for another pass.
 */
function isDoneSince({ catalog: { pass, refresh } = {} }: SealedSet, { askedAt, again }: RefreshCall): boolean {
  if (pass) return !again && pass.advancedAt - clockTolerance > askedAt;
  const { at, began = at, outcome } = refresh ?? {};
  return began !== undefined && began > askedAt && (outcome === 'built' || outcome === 'unchanged');
}
