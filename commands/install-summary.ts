import {
  currentVersion,
  type Install,
  type InstallStatus,
  lastUninstall,
  statusOf,
} from '../connector/installs/install.ts';
import type { Website } from '../connector/website.ts';

/** What an operator may see of an install: never a credential, sealed or not. Times are ISO 8601. */
export interface InstallSummary {
  website: Website;
  status: InstallStatus;
  /** The version installed last; `operator` for one added by command. */
  version: string | null;
  /** Since when it has this status. */
  since: string | null;
  lastEvent: { type: 'installed' | 'uninstalled' | 'verified'; at: string; version: string | null } | null;
}

export function summarize(website: Website, install: Install | undefined, now: number): InstallSummary {
  const status = statusOf(install, now);
  const version = (install && currentVersion(install)?.id) ?? null;
  const since = install && status !== 'unknown' ? sinceWhen(install, status) : undefined;
  return { website, status, version, since: isoTime(since), lastEvent: (install && lastEvent(install)) ?? null };
}

/** One line a website under a heading, columns aligned. */
export function summaryTable(summaries: readonly InstallSummary[]): string {
  const rows = summaries.map(({ website, status, version, since, lastEvent }) => [
    website,
    status,
    version ?? '-',
    since ?? '-',
    lastEvent ? `${lastEvent.type} ${lastEvent.at}` : '-',
  ]);
  const lines = [['WEBSITE', 'STATUS', 'VERSION', 'SINCE', 'LAST EVENT'], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function sinceWhen(install: Install, status: InstallStatus): number | undefined {
  if (status === 'pending') return install.pending?.verifiedAt;
  return status === 'uninstalled' ? lastUninstall(install) : currentVersion(install)?.installedAt;
}

function lastEvent({ versions, verifiedAt }: Install): InstallSummary['lastEvent'] {
  const events = Object.entries(versions).flatMap(([version, { installedAt, uninstalledAt }]) => [
    { type: 'installed' as const, time: installedAt, version },
    { type: 'uninstalled' as const, time: uninstalledAt, version },
  ]);
  const [last] = [...events, { type: 'verified' as const, time: verifiedAt, version: null }]
    .filter((event): event is typeof event & { time: number } => event.time !== undefined)
    .sort((a, b) => b.time - a.time);
  return last ? { type: last.type, at: isoTime(last.time)!, version: last.version } : null;
}

function isoTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined || !Number.isFinite(milliseconds) ? null : new Date(milliseconds).toISOString();
}
