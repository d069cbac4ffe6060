import { currentVersion, type Install, type InstallStatus, lastUninstall, presentAt, statusOf } from './install.ts';

/** One website's install for an operator's eyes: no credential in it. Times are epoch milliseconds. */
export interface InstallSummary {
  status: InstallStatus;
  /** connectorVersionId, or `operator`; of an uninstalled website the last one. */
  version: string | undefined;
  /** When the status began, by the clock of whoever caused it. */
  since: number | undefined;
  lastEvent: { type: 'verified' | 'installed' | 'uninstalled'; at: number; version?: string } | undefined;
}

export function summarizeInstall(install: Install | undefined, now: number): InstallSummary {
  const status = statusOf(install, now);
  const present = install && presentAt(install, now);
  if (!present) return { status, version: undefined, since: undefined, lastEvent: undefined };
  const current = currentVersion(present);
  const lastEvent = eventsOf(present)
    .sort((a, b) => a.at - b.at)
    .at(-1);
  const ended = lastUninstall(present);
  const since = {
    unknown: undefined,
    pending: present.pending?.verifiedAt,
    active: current?.installedAt,
    awaiting: current?.installedAt,
    uninstalled: ended,
  }[status];
  return { status, version: current?.id, since, lastEvent };
}

/** At equal times an uninstall is the last. */
function eventsOf({ versions, verifiedAt }: Install): NonNullable<InstallSummary['lastEvent']>[] {
  const times = Object.entries(versions);
  return [
    ...(verifiedAt === undefined ? [] : [{ type: 'verified' as const, at: verifiedAt }]),
    ...times.flatMap(([version, { installedAt: at }]) =>
      at === undefined ? [] : [{ type: 'installed' as const, at, version }],
    ),
    ...times.flatMap(([version, { uninstalledAt: at }]) =>
      at === undefined ? [] : [{ type: 'uninstalled' as const, at, version }],
    ),
  ];
}
