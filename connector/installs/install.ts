import type { CatalogState } from './catalog-state.ts';

/** Credentials as the vault sealed them, and when they were verified. All times are epoch milliseconds. */
export interface SealedSet {
  sealed: string;
  verifiedAt: number;
  /** What the shop that they open holds, where the source keeps a stored index. */
  catalog?: CatalogState | undefined;
}

/** Newest times of one version's events; they only grow. */
export interface Registers {
  installedAt?: number;
  uninstalledAt?: number;
  /** Signed times that lay ahead when they came and so counted as that moment: none of them counts again. */
  installedAhead?: readonly number[];
  uninstalledAhead?: readonly number[];
}

/** What is known of one website's install. */
export interface Install {
  /** By connectorVersionId. */
  versions: Readonly<Record<string, Registers>>;
  /** The newest verification, also when its credentials are gone; only grows. */
  verifiedAt: number | undefined;
  /** What calls are served with; only while installed. */
  active: SealedSet | undefined;
  /** Verified and waiting for the install event; only while not installed. */
  pending: (SealedSet & { expiresAt: number }) | undefined;
}

/** `pending`: verified, not installed yet. `awaiting`: installed, without verified credentials. */
export type InstallStatus = 'unknown' | 'pending' | 'active' | 'awaiting' | 'uninstalled';

/** The version that an operator adds by command. Any later uninstall ends it, and its own uninstall ends any version. */
export const operatorVersion = 'operator';

const day = 24 * 3_600_000;
const retention = 30 * day;
/** An older `installed` is ignored. Shorter than an uninstall is remembered: one that comes again always meets its `uninstalled`. */
export const replayWindow = 7 * day;

export function statusOf(install: Install | undefined, now: number): InstallStatus {
  const present = install && presentAt(install, now);
  if (!present) return 'unknown';
  if (isInstalled(present)) return present.active ? 'active' : 'awaiting';
  if (present.pending && now <= present.pending.expiresAt) return 'pending';
  return lastUninstall(present) === -Infinity ? 'unknown' : 'uninstalled';
}

/** What calls are served with. */
export function servingSet(install: Install): SealedSet | undefined {
  return isInstalled(install) ? install.active : undefined;
}

/** The set that serves, now or once the install event comes. A forgotten website has none: a pending set goes first. */
export function sealedSet(install: Install | undefined, now: number): SealedSet | undefined {
  const { active, pending } = install ?? {};
  return active ?? (pending && now <= pending.expiresAt ? pending : undefined);
}

/** The version installed last, whether or not it still is. Of versions installed at the same time the greatest id. */
export function currentVersion({ versions }: Install): { id: string; installedAt: number } | undefined {
  return Object.entries(versions)
    .flatMap(([id, { installedAt }]) => (installedAt === undefined ? [] : [{ id, installedAt }]))
    .sort((a, b) => b.installedAt - a.installedAt || (a.id < b.id ? 1 : -1))[0];
}

export function isInstalled(install: Install): boolean {
  const current = currentVersion(install);
  if (!current) return false;
  const ends = current.id === operatorVersion ? Object.keys(install.versions) : [current.id, operatorVersion];
  return ends.every((id) => current.installedAt > (install.versions[id]?.uninstalledAt ?? -Infinity));
}

/** -Infinity when there was none. */
export function lastUninstall({ versions }: Install): number {
  return Math.max(-Infinity, ...Object.values(versions).map(({ uninstalledAt = -Infinity }) => uninstalledAt));
}

/** When a website that is not installed is forgotten; undefined while it is installed. No earlier than its events can count again. */
export function expiryOf(install: Install): number | undefined {
  if (isInstalled(install)) return undefined;
  const ahead = Object.values(install.versions).flatMap(timesAhead);
  const last = Math.max(lastUninstall(install), install.verifiedAt ?? -Infinity);
  return Math.max(last + retention, ...ahead.map((time) => time + replayWindow));
}

export function timesAhead({ installedAhead = [], uninstalledAhead = [] }: Registers): number[] {
  return [...installedAhead, ...uninstalledAhead];
}

/** The install, or undefined when it has expired: DynamoDB removes such rows days later. */
export function presentAt(install: Install, now: number): Install | undefined {
  return now < (expiryOf(install) ?? Infinity) ? install : undefined;
}
