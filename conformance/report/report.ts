import type { ShownExchange } from './show-exchange.ts';

/** What a run found, for any of the writers beside this file. Holds no secret. */
export interface Report {
  /** Of the connector. */
  url: string;
  website: string;
  otherWebsite: string | null;
  /** ISO 8601. */
  startedAt: string;
  milliseconds: number;
  requests: number;
  groups: GroupResult[];
  latencies: Latency[];
}

export interface GroupResult {
  name: string;
  title: string;
  checks: CheckResult[];
}

export interface CheckResult {
  group: string;
  name: string;
  title: string;
  /** Of the contract, e.g. `§5`. */
  section: string;
  /** `blocked`: not judged because of a failure that another check reports. */
  outcome: 'passed' | 'failed' | 'blocked' | 'skipped';
  /** Why it did not pass. */
  reason: string | null;
  /** It passed, though the connector does not do what the contract advises. */
  advice: string | null;
  remark: string | null;
  exchange: ShownExchange | null;
  milliseconds: number;
  requests: number;
}

/** Of warm calls; reported, not judged. */
export interface Latency {
  call: string;
  calls: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
}

export type Counts = Record<CheckResult['outcome'], number>;

export function countsOf(checks: readonly CheckResult[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, blocked: 0, skipped: 0 };
  for (const { outcome } of checks) counts[outcome]++;
  return counts;
}

export function checksOf(report: Report): CheckResult[] {
  return report.groups.flatMap(({ checks }) => checks);
}

export function advisedOf(report: Report): CheckResult[] {
  return checksOf(report).filter(({ advice }) => advice !== null);
}

/** Nothing failed, and something was judged. */
export function conforms(report: Report): boolean {
  const { passed, failed, blocked } = countsOf(checksOf(report));
  return passed > 0 && failed + blocked === 0;
}

/** The outcome in a few words that promise no more than was judged. */
export function verdictOf(report: Report): string {
  if (!conforms(report)) return 'Does not conform to the contract';
  const { skipped } = countsOf(checksOf(report));
  const advised = advisedOf(report).length;
  return [
    'Conforms to the contract',
    ...(skipped > 0 ? [`${skipped} checks skipped`] : []),
    ...(advised > 0 ? [advised === 1 ? '1 piece of advice' : `${advised} pieces of advice`] : []),
  ].join(', ');
}

/** `96 passed, 2 failed, 3 skipped` */
export function countsText(counts: Counts): string {
  return Object.entries(counts)
    .filter(([outcome, count]) => count > 0 || outcome === 'passed')
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ');
}
