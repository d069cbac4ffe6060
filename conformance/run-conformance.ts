import type { Website } from '../connector/website.ts';
import type { TypedParameters } from '../platform/platform-client.ts';
import type { Plugin } from '../platform/plugins.ts';
import { Calls } from './calls.ts';
import type { Check, Group } from './check.ts';
import { type Context, textsTyped } from './context.ts';
import { groups as allGroups } from './groups.ts';
import { Installs } from './installs.ts';
import { requireReadiness } from './readiness.ts';
import { type Mask, maskOf } from './report/mask.ts';
import type { CheckResult, GroupResult, Report } from './report/report.ts';
import { showExchange } from './report/show-exchange.ts';
import { selectChecks } from './select-checks.ts';
import { Blocked, CouldNotRun, Violation } from './violation.ts';

export interface ConformanceOptions {
  /** Of the connector, without a slash at the end. */
  url: string;
  secret: string;
  previousSecret?: string | undefined;
  website: Website;
  /** Without it, what needs two websites is not checked. */
  otherWebsite?: Website | undefined;
  /** A valid configuration, without `websiteId`; without it only what needs no install is checked. */
  parameters?: TypedParameters | undefined;
  /** Keys of the parameters that are chosen from a list; default: none. */
  selectpickers?: readonly string[];
  /** What the connector has beside the product list; default: nothing. */
  plugins?: readonly Plugin[];
  /** Email of a visitor whom the shop knows. */
  visitor?: string | undefined;
  /** Takes websites over that are installed already; they end uninstalled. */
  replace?: boolean;
  /** The website is installed and stays as it is: only what neither installs nor uninstalls is checked, `parameters` are of no use. */
  installed?: boolean;
  /** Groups, or single checks as `group/name`; default: all. */
  only?: readonly string[];
  /** Ends the run; what it installed is uninstalled all the same. */
  signal?: AbortSignal;
  onResult?: (result: CheckResult) => void;
  /** Default: every group. */
  groups?: readonly Group[];
}

/** Holds a connector to the contract, one request at a time. Throws `CouldNotRun`. */
export async function runConformance(options: ConformanceOptions): Promise<Report> {
  const { url, secret, previousSecret, website, installed = false, signal, onResult } = options;
  const { selectpickers = [], plugins = [], visitor } = options;
  const { otherWebsite, parameters }: Partial<ConformanceOptions> = installed ? {} : options;
  const started = new Date();
  const calls = new Calls({ url, secret, website, signal });
  const installs = new Installs(calls, parameters);
  const context: Context = {
    ...{ calls, installs, website, installed, otherWebsite, secret, previousSecret, parameters },
    ...{ selectpickers, plugins, visitor },
    latencies: [],
  };
  const possible = (options.groups ?? allGroups).filter(({ isFor }) => isFor?.(context) ?? true);
  const selected = selectChecks(possible, options.only);
  const mask = maskOf([secret, previousSecret ?? '', ...textsTyped(context)]);

  const results: GroupResult[] = [];
  const record = (group: Group, checks: CheckResult[], result: CheckResult) => {
    if (checks.length === 0) results.push({ name: group.name, title: group.title, checks });
    checks.push(result);
    onResult?.(result);
  };
  try {
    await requireReadiness(context, options.replace ?? false);
    for (const group of selected) {
      const checks: CheckResult[] = [];
      for (const check of group.checks) record(group, checks, await runCheck(group, check, context, mask));
    }
  } finally {
    if (installs.touchedAny) record(endOfRun, [], await runCheck(endOfRun, endOfRun.checks[0]!, context, mask));
  }
  return {
    ...{ url, website, otherWebsite: otherWebsite ?? null },
    startedAt: started.toISOString(),
    milliseconds: Date.now() - started.getTime(),
    requests: calls.exchanges.length,
    groups: results,
    latencies: context.latencies,
  };
}

/** Whatever became of the run, nothing stays installed. */
const endOfRun: Group = {
  name: 'end',
  title: 'End of the run',
  section: '§6',
  installed: false,
  checks: [
    {
      name: 'leaves-nothing-installed',
      title: 'Every website that the run installed is uninstalled and answers 404.',
      async run({ installs }) {
        await installs.cleanUp();
        return undefined;
      },
    },
  ],
};

async function runCheck(group: Group, check: Check, context: Context, mask: Mask): Promise<CheckResult> {
  const started = performance.now();
  const before = context.calls.exchanges.length;
  const result = (outcome: CheckResult['outcome'], more: Partial<CheckResult> = {}): CheckResult => ({
    group: group.name,
    name: check.name,
    title: check.title,
    section: check.section ?? group.section,
    outcome,
    ...{ reason: null, advice: null, remark: null, exchange: null },
    milliseconds: Math.round(performance.now() - started),
    requests: context.calls.exchanges.length - before,
    ...more,
  });

  const lacking = lackingOption(group, check, context);
  if (lacking) return result('skipped', { reason: `needs ${lacking}` });
  try {
    if (group.installed && !context.installed) await context.installs.ensureInstalled(context.website);
    const remark = await check.run(context);
    return result('passed', { remark: remark === undefined ? null : mask(remark) });
  } catch (error) {
    if (error instanceof CouldNotRun) throw error;
    if (error instanceof Blocked) return result('blocked', { reason: error.message });
    if (!(error instanceof Violation)) throw error;
    const exchange = error.exchange ? showExchange(error.exchange, mask, error.excerpt) : null;
    const said = mask(error.message);
    return check.isAdvice ? result('passed', { advice: said, exchange }) : result('failed', { reason: said, exchange });
  }
}

function lackingOption(group: Group, check: Check, context: Context): string | undefined {
  const { parameters, previousSecret, otherWebsite, installed } = context;
  if (installed && (check.needs === 'parameters' || check.needs === 'otherWebsite')) {
    return 'a website that it may install, so a run without --installed';
  }
  if (((group.installed && !installed) || check.needs === 'parameters') && !parameters) return '--parameters';
  if (check.needs === 'previousSecret' && previousSecret === undefined) return '--previous-secret';
  if (check.needs === 'otherWebsite' && otherWebsite === undefined) {
    return '--other-website, a second one that the app accepts';
  }
  return undefined;
}
