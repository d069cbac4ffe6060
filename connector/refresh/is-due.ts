import { type CatalogState, wholeAt } from '../installs/catalog-state.ts';
import type { SealedSet } from '../installs/install.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Longer than any run: a pass that has not advanced for so long has lost its message. */
const asleepAfter = 20 * minute;
/** At most a quarter of the time is spent listing a shop: of each reading three times as long is a pause, but never over a day. */
const pauseShare = 3;
/** The shortest of the schedule: a shorter reading and its pause make no difference to it. */
const shortestInterval = 5 * minute;
/** A whole reading that is older than this rings an alarm. */
const overdueAfter = 2 * day;

/** Whether the schedule asks for the catalog to be read. An install, renewed settings and an operator ask whatever this says. */
export function isDue(catalog: CatalogState | undefined, now: number): boolean {
  return now >= dueAt(catalog);
}

/** When the schedule asks next, epoch milliseconds; 0 for a catalog that was never read. */
export function dueAt({ pass, refresh }: CatalogState = {}): number {
  if (pass) return pass.notBefore ?? pass.advancedAt + asleepAfter;
  if (!refresh) return 0;
  const { at, began = at, milliseconds = 0, outcome } = refresh;
  const pause = pauseShare * milliseconds;
  if (milliseconds + pause < shortestInterval) return at;
  const end = Math.max(at, began + milliseconds);
  // What failed after more than a day would be begun again at once.
  return Math.min(end + pause, (outcome === 'failed' ? end : began) + day);
}

/** Whether nothing whole was read for two days, counted from when the settings were verified. */
export function isOverdue({ catalog, verifiedAt }: SealedSet, now: number): boolean {
  return now - (wholeAt(catalog?.refresh) ?? verifiedAt) > overdueAfter;
}
