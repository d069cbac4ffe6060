import { type Pass, type Refresh, type StoredIndex, wholeAt } from './catalog-state.ts';
import type { SealedSet } from './install.ts';

/** A pass has stored its next part, was put off, or shows what it has read so far. */
export interface Advanced {
  type: 'advanced';
  sealed: string;
  pass: Pass;
  /** The id of the pass that must stand there: its own, or the one whose place it takes; undefined: none. */
  after: string | undefined;
  index?: StoredIndex | undefined;
}

/** What an attempt to read the shop of a set came to; without an index, the last good one stays. */
export interface Refreshed {
  type: 'refreshed';
  sealed: string;
  refresh: Refresh;
  index?: StoredIndex | undefined;
  /** The id of the pass that stood there, if any: it has ended by this. */
  pass?: string | undefined;
  /** The pass has not ended, and is tried again from its last part. */
  keepsPass?: boolean | undefined;
}

/** A pass never goes back, and stores one part after another; the same once more is the answer to a write that was lost. */
export function follows({ pass, after }: Advanced, current: Pass | undefined): boolean {
  if (current?.id !== pass.id) return after !== pass.id && current?.id === after;
  const more = pass.parts - current.parts;
  return more === 1 || (more === 0 && pass.advancedAt >= current.advancedAt);
}

export function advanced<Set extends SealedSet>(
  set: Set | undefined,
  { sealed, pass, index }: Advanced,
): Set | undefined {
  if (set?.sealed !== sealed) return set;
  return { ...set, catalog: { ...set.catalog, index: index ?? set.catalog?.index, pass } };
}

export function refreshed<Set extends SealedSet>(
  set: Set | undefined,
  { sealed, index, refresh, keepsPass }: Refreshed,
): Set | undefined {
  if (set?.sealed !== sealed) return set;
  const pass = keepsPass ? set.catalog?.pass : undefined;
  const before = wholeAt(set.catalog?.refresh);
  const last = wholeAt(refresh) === undefined && before !== undefined ? { ...refresh, wholeAt: before } : refresh;
  return { ...set, catalog: { index: index ?? set.catalog?.index, refresh: last, ...(pass && { pass }) } };
}
