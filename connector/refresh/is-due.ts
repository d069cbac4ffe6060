import { type CatalogState, wholeAt } from '../installs/catalog-state.ts';
import type { SealedSet } from '../installs/install.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Longer than any run: a pass that has not advanced for so long has lost its message. */
const asleepAfter = 20 * minute;
/** At most a quarter of the time is spent listing a shop: of each reading three times as long is a pause, but never over a day. */
const pauseShare = 3;
/** The shortest interval of the schedule: a shorter pause makes no difference to it. */
const shortestPause = 5 * minute;
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
  const { at, began = at, milliseconds = 0 } = refresh;
  const pause = pauseShare * milliseconds;
  return pause < shortestPause ? at : Math.min(at + pause, began + day);
}

/** Whether nothing whole was read for two days, counted from when the settings were verified. */
export function isOverdue({ catalog, verifiedAt }: SealedSet, now: number): boolean {
  return now - (wholeAt(catalog?.refresh) ?? verifiedAt) > overdueAfter;
}
