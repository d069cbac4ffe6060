import { ShopFailure } from '../errors.ts';
import type { Pass } from '../installs/catalog-state.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Of what a pass stores; raise it when the parts of the version before cannot be read on. */
const passFormat = 1;

/** A pass that has not gone on for so long never will, as where the shop has forgotten its safe point. */
const stuckAfter = 6 * hour;

/** What ends a shop that lists for ever. The most that a feed may hold, too; at a hundred a page half of it by pages. */
const bounds: Record<string, number> = { listed: 5_000_000, pages: 100_000, runs: 2_000, days: 2 };

export interface Pace {
  /** A run of a pass ends at the first safe point after it, so that five large shops do not hold every place. */
  runMilliseconds: number;
  /** The first one, where agents have nothing until it ends. */
  firstRunMilliseconds: number;
  /** What the last page of a run may take beyond it, so that time is left to store what came. */
  lastPageMilliseconds: number;
  /** A part ends at the first safe point after either: what is read anew after a crash, and what memory holds meanwhile. */
  partMilliseconds: number;
  partBytes: number;
  /** A longer pause that the shop asks for is slept out by nobody: the schedule continues the pass after it. */
  longestWaitMilliseconds: number;
}

export const usualPace: Pace = {
  runMilliseconds: 5 * minute,
  firstRunMilliseconds: minute,
  lastPageMilliseconds: minute,
  partMilliseconds: minute,
  partBytes: 8_000_000,
  longestWaitMilliseconds: minute,
};

export function newPass(id: string, now: number): Pass {
  const counts = { parts: 0, runs: 0, pages: 0, listed: 0, announced: 0, milliseconds: 0 };
  return { id, format: passFormat, startedAt: now, advancedAt: now, ...counts };
}

/** Whether it may be read on; else it is begun anew. */
export function canGoOn({ format, cursor, advancedAt, notBefore = advancedAt }: Pass, now: number): boolean {
  return format === passFormat && cursor !== undefined && now - notBefore < stuckAfter;
}

/** Throws `too_large` where the shop is not asked for more. */
export function checkBounds(pass: Pass, now: number): void {
  const days = Math.floor((now - pass.startedAt) / day);
  const reached = Object.entries({ ...pass, days }).find(([name, count]) => Number(count) > bounds[name]!);
  if (reached) throw new ShopFailure('too_large', `The shop's listing has not ended: ${reached[0]} ${reached[1]}.`);
}
