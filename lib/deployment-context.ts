import type { Construct } from 'constructs';

/** What `cdk deploy -c …` may set. */
export interface Deployment {
  /** `dev` unless `-c stage=` says otherwise. Only `prod` retains and protects its data. */
  stage: string;
  /** Who hears of an alarm. */
  alarmEmail?: string;
  /** How often the shops' catalogs are read again. */
  refreshMinutes: number;
}

/** 5 to 1440. */
const minutes = /^([5-9]|[1-9]\d{1,2}|1[0-3]\d\d|14[0-3]\d|1440)$/;

/** Reads the context once. `-c name=` (default in `cdk.json`) tells two forks in one account apart. */
export function deploymentContext({ node }: Construct): Deployment & { stackName: string } {
  const read = (key: string, pattern: RegExp, expected: string): string | undefined => {
    const value: unknown = node.tryGetContext(key);
    if (value === undefined) return undefined;
    // In `cdk.json` a number may stand as one.
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && pattern.test(text)) return text;
    throw new Error(`-c ${key}= must be ${expected}.`);
  };
  const word = /^[a-z][a-z0-9-]{0,40}$/;
  const expected = 'lower-case letters, digits and hyphens, beginning with a letter';
  const name = read('name', word, expected) ?? 'connector';
  const stage = read('stage', word, expected) ?? 'dev';
  const alarmEmail = read('alarmEmail', /^\S+@\S+$/, 'an e-mail address');
  const refreshMinutes = Number(read('refreshMinutes', minutes, 'a number of minutes from 5 to 1440') ?? 60);
  return { stackName: `${name}-${stage}`, stage, refreshMinutes, ...(alarmEmail ? { alarmEmail } : {}) };
}
