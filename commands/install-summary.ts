import {
  currentVersion,
  type Install,
  type InstallStatus,
  lastUninstall,
  sealedSet,
  statusOf,
} from '../connector/installs/install.ts';
import type { Website } from '../connector/website.ts';
import { type CatalogSummary, catalogCells, catalogRemarks, summarizeCatalog } from './catalog-summary.ts';

/** What an operator may see of an install: never a credential, sealed or not. Times are ISO 8601. */
export interface InstallSummary {
  website: Website;
  status: InstallStatus;
  /** The version installed last; `operator` for one added by command. */
  version: string | null;
  /** Since when it has this status. */
  since: string | null;
  lastEvent: { type: 'installed' | 'uninstalled' | 'verified'; at: string; version: string | null } | null;
  /** null without credentials, and for a source that keeps no catalog. */
  catalog: CatalogSummary | null;
}

export function summarize(website: Website, install: Install | undefined, now: number): InstallSummary {
  const status = statusOf(install, now);
  const version = (install && currentVersion(install)?.id) ?? null;
  const since = install && status !== 'unknown' ? sinceWhen(install, status) : undefined;
  const set = sealedSet(install, now);
  return {
    website,
    status,
    version,
    since: isoTime(since),
    lastEvent: (install && lastEvent(install)) ?? null,
    catalog: set?.catalog ? summarizeCatalog(set.catalog) : null,
  };
}

/** One line a website under a heading, columns aligned; below it what else there is to say of its catalog. */
export function summaryTable(summaries: readonly InstallSummary[], now = Date.now()): string {
  const rows = summaries.map(({ website, status, version, since, lastEvent, catalog }) => [
    website,
    status,
    version ?? '-',
    since ?? '-',
    lastEvent ? `${lastEvent.type} ${lastEvent.at}` : '-',
    ...catalogCells(catalog, now),
  ]);
  const lines = [
    ['WEBSITE', 'STATUS', 'VERSION', 'SINCE', 'LAST EVENT', 'PRODUCTS', 'INDEX AGE', 'LAST REFRESH'],
    ...rows,
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .flatMap((line, number) => [
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
      ...catalogRemarks(summaries[number - 1]?.catalog ?? null, now).map((remark) => `  ${remark}`),
    ])
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
