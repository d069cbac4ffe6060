import type { Plugin } from '../platform/plugins.ts';
import type { Context } from './context.ts';

/** One rule of the contract. To add one, add such an object to a list in `checks/`. */
export interface Check {
  /** Unique in its group, in kebab-case. Reports are compared by it: it stays the same when the title gets better. */
  name: string;
  /** The rule, as a sentence. */
  title: string;
  /** Of the contract; default: the group's. */
  section?: string;
  /** Skipped when the run was not given it. */
  needs?: 'parameters' | 'previousSecret' | 'otherWebsite';
  /** The contract says "should": a connector that breaks the rule passes, and the report advises it. */
  isAdvice?: boolean;
  /** Throws `Violation` when the rule is broken. What it answers is a remark for the report. */
  run(context: Context): Promise<string | undefined>;
}

export interface Group {
  name: string;
  title: string;
  /** Of the contract, e.g. `§5`. */
  section: string;
  /** Whether the website must be installed before each check; such a group needs parameters. */
  installed: boolean;
  /** Of the run only where the connector has it. */
  plugin?: Plugin;
  checks: readonly Check[];
}
