import type { Website } from '../connector/website.ts';
import type { TypedParameters } from '../platform/platform-client.ts';
import type { Plugin } from '../platform/plugins.ts';
import type { Calls } from './calls.ts';
import type { Installs } from './installs.ts';
import type { Latency } from './report/report.ts';
import { Blocked, Violation } from './violation.ts';

/** What checks work with. */
export interface Context {
  calls: Calls;
  installs: Installs;
  website: Website;
  /** It was before the run, which leaves it so. */
  installed: boolean;
  /** Accepted by the app as well; a private app may have none. */
  otherWebsite: Website | undefined;
  secret: string;
  previousSecret: string | undefined;
  /** A valid configuration, without `websiteId`. */
  parameters: TypedParameters | undefined;
  /** Keys of the parameters that are chosen from a list. */
  selectpickers: readonly string[];
  /** What the connector has beside the product list. */
  plugins: readonly Plugin[];
  /** A visitor whom the shop knows, by email; without one, what is answered of a stranger is judged. */
  visitor: string | undefined;
  /** Filled by the group that measures. */
  latencies: Latency[];
}

/** What a merchant typed; any of it may be a credential, but what is chosen from a list. */
export function textsTyped({ parameters = {}, selectpickers }: Context): string[] {
  return Object.entries(parameters).flatMap(([key, value]) =>
    typeof value === 'string' && !selectpickers.includes(key) ? [value] : [],
  );
}

/** Reads something once per run for many checks. The first check that meets its failure reports it; the others are blocked. */
export function shared<T>(what: string, read: (context: Context) => Promise<T>): (context: Context) => Promise<T> {
  const results = new WeakMap<Context, Promise<T>>();
  const failed = new WeakSet<Context>();
  return async (context) => {
    const result = results.get(context) ?? read(context);
    results.set(context, result);
    try {
      return await result;
    } catch (error) {
      if (!(error instanceof Violation) || !failed.has(context)) {
        failed.add(context);
        throw error;
      }
      throw new Blocked(`needs ${what}, which failed before`);
    }
  };
}
