import { isDeepStrictEqual } from 'node:util';
import {
  currentVersion,
  type Install,
  isInstalled,
  lastUninstall,
  operatorVersion,
  presentAt,
  replayWindow,
  type SealedSet,
  sealedSet,
  timesAhead,
} from './install.ts';
import { type Advanced, advanced, follows, type Refreshed, refreshed } from './next-catalog.ts';

/** `createdAt` is the time that the platform signed, epoch milliseconds. An operator's acts are `added` and `removed`. */
export type InstallInput =
  | { type: 'verified' | 'added'; sealed: string }
  | Signed
  | { type: 'removed' }
  | Advanced
  | Refreshed;

interface Signed {
  type: 'installed' | 'uninstalled';
  versionId: string;
  createdAt: number;
}

/**
 * `too_old`: older than what is remembered. `superseded`: a later verification came first, or this one already has.
 * `not_installed`: nothing (more) to remove. `set_gone`: the credentials that were refreshed with serve no more. `another_pass`: one
 * stands there that the input does not know, or knows as it was before.
 */
type IgnoredReason = 'too_old' | 'superseded' | 'not_installed' | 'set_gone' | 'another_pass';

export interface Transition {
  install: Install | undefined;
  /** False for what was ignored and for a repetition. */
  changed: boolean;
  ignored?: IgnoredReason;
  /** The platform's clock is more than 5 minutes ahead of ours. */
  clockAhead: boolean;
}

const minute = 60_000;
const pendingLife = 60 * minute;
/** How far the platform's clock, an operator's and ours may lie apart. */
const clockTolerance = 5 * minute;
const maxVersions = 20;
const maxAhead = 20;

const untouched: Install = { versions: {}, verifiedAt: undefined, active: undefined, pending: undefined };

/**
 * The install after an input. Inputs may come in any order and any number of times. Credentials once destroyed never
 * return: what comes late or again can at most leave a website without any.
 */
export function nextInstall(install: Install | undefined, input: InstallInput, now: number): Transition {
  const before = install && presentAt(install, now);
  const clockAhead = 'createdAt' in input && input.createdAt > now + clockTolerance;
  const ignored = reasonToIgnore(before, input, now);
  if (ignored) return { install: before, changed: false, ignored, clockAhead };
  const after = settle(apply(before ?? untouched, input, now), now);
  return { install: after, changed: !isDeepStrictEqual(before, after), clockAhead };
}

function reasonToIgnore(before: Install | undefined, input: InstallInput, now: number): IgnoredReason | undefined {
  switch (input.type) {
    case 'verified':
      return before?.verifiedAt !== undefined && now <= before.verifiedAt ? 'superseded' : undefined;
    case 'installed':
      return input.createdAt < now - replayWindow ? 'too_old' : undefined;
    case 'uninstalled':
      return before || presentAt(apply(untouched, input, now), now) ? undefined : 'too_old';
    case 'removed':
      return before && (isInstalled(before) || before.pending) ? undefined : 'not_installed';
    case 'advanced': {
      const set = sealedSet(before, now);
      if (set?.sealed !== input.sealed) return 'set_gone';
      return follows(input, set.catalog?.pass) ? undefined : 'another_pass';
    }
    case 'refreshed': {
      const set = sealedSet(before, now);
      if (set?.sealed !== input.sealed) return 'set_gone';
      if (set.catalog?.pass && set.catalog.pass.id !== input.pass) return 'another_pass';
      return (set.catalog?.refresh?.at ?? -Infinity) > input.refresh.at ? 'superseded' : undefined;
    }
    case 'added':
      return undefined;
  }
}

function apply(install: Install, input: InstallInput, now: number): Install {
  switch (input.type) {
    case 'verified':
      return withPending(install, input.sealed, now);
    case 'installed':
    case 'uninstalled':
      return withSigned(install, input, now);
    case 'added': {
      // Sent again because the answer to its write was lost.
      if (install.active?.sealed === input.sealed) return install;
      const verifiedAt = operatorTime([install.verifiedAt], now);
      const installedAt = operatorTime(eventTimes(install), now);
      return withTime(withPending(install, input.sealed, verifiedAt), operatorVersion, 'installedAt', installedAt);
    }
    case 'removed': {
      const uninstalledAt = operatorTime(eventTimes(install), now);
      return { ...withTime(install, operatorVersion, 'uninstalledAt', uninstalledAt), pending: undefined };
    }
    case 'advanced':
      return { ...install, active: advanced(install.active, input), pending: advanced(install.pending, input) };
    case 'refreshed':
      return { ...install, active: refreshed(install.active, input), pending: refreshed(install.pending, input) };
  }
}

/** What follows from the times: which set serves, which one waits, which ones are destroyed. */
function settle(install: Install, now: number): Install {
  const versions = boundedVersions(install);
  const pending = install.pending && now <= install.pending.expiresAt ? install.pending : undefined;
  if (isInstalled(install)) {
    const active = pending ? promoted(pending, install.active) : install.active;
    return { ...install, versions, active, pending: undefined };
  }
  // A set verified since, or about then by clocks that differ, belongs to a reinstall.
  const isOlder = pending && pending.verifiedAt < lastUninstall(install) - clockTolerance;
  return { ...install, versions, active: undefined, pending: isOlder ? undefined : pending };
}

/** Agents see the website's last catalog until its new credentials have brought one. */
function promoted({ sealed, verifiedAt, catalog }: SealedSet, before: SealedSet | undefined): SealedSet {
  const last = before?.catalog?.index;
  if (catalog?.index || !last) return { sealed, verifiedAt, ...(catalog && { catalog }) };
  // Not the shop's word for its version: another shop may use the same word.
  const index = { ...last, inherited: true, etag: undefined, lastModified: undefined };
  return { sealed, verifiedAt, catalog: { ...catalog, index } };
}

function withPending(install: Install, sealed: string, verifiedAt: number): Install {
  return { ...install, verifiedAt, pending: { sealed, verifiedAt, expiresAt: verifiedAt + pendingLife } };
}

/** A time that cannot be yet counts as that of its first receipt; later, when it can be, too. */
function withSigned(install: Install, { type, versionId, createdAt }: Signed, now: number): Install {
  const { [`${type}At` as const]: newest = -Infinity, [`${type}Ahead` as const]: ahead = [] } =
    install.versions[versionId] ?? {};
  if (createdAt <= newest || ahead.includes(createdAt)) return install;
  if (createdAt <= now + clockTolerance) return withTime(install, versionId, `${type}At`, createdAt);
  const { versions, ...rest } = withTime(install, versionId, `${type}At`, now);
  const kept = [...ahead, createdAt].slice(-maxAhead);
  return { ...rest, versions: { ...versions, [versionId]: { ...versions[versionId], [`${type}Ahead`]: kept } } };
}

function withTime(install: Install, id: string, event: 'installedAt' | 'uninstalledAt', at: number): Install {
  const version = install.versions[id];
  const newest = Math.max(version?.[event] ?? -Infinity, at);
  return { ...install, versions: { ...install.versions, [id]: { ...version, [event]: newest } } };
}

/**
 * When an operator acts: after everything known, yet before anything that a clock behind the operator's can still stamp.
 * So an uninstall that follows an `added`, and an install or a verification that follows either, always count.
 */
function operatorTime(known: readonly (number | undefined)[], now: number): number {
  return Math.max(now - clockTolerance, ...known.map((time = -Infinity) => time + 1));
}

function eventTimes({ versions }: Install): (number | undefined)[] {
  return Object.values(versions).flatMap(({ installedAt, uninstalledAt }) => [installedAt, uninstalledAt]);
}

/**
 * Keeps a row small. Of a version that is not the current one only `uninstalledAt` can matter again, to an `installed`
 * that is signed before it but after the current version's, and times signed ahead, which would count anew: the oldest go first.
 */
function boundedVersions(install: Install): Install['versions'] {
  const entries = Object.entries(install.versions);
  if (entries.length <= maxVersions) return install.versions;
  const kept = [currentVersion(install)?.id, operatorVersion];
  const rank = ([id, registers]: (typeof entries)[number]) =>
    kept.includes(id) ? Infinity : Math.max(registers.uninstalledAt ?? -Infinity, ...timesAhead(registers));
  return Object.fromEntries(entries.sort((a, b) => rank(b) - rank(a)).slice(0, maxVersions));
}
