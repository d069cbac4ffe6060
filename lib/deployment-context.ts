import type { Construct } from 'constructs';

/** What `cdk deploy -c …` may set. */
export interface Deployment {
  /** `dev` unless `-c stage=` says otherwise. Only `prod` retains and protects its data. */
  stage: string;
  /** Who hears of an alarm. */
  alarmEmail?: string;
}

/** Reads the context once. `-c name=` (default in `cdk.json`) tells two forks in one account apart. */
export function deploymentContext({ node }: Construct): Deployment & { stackName: string } {
  const read = (key: string, pattern: RegExp, expected: string): string | undefined => {
    const value: unknown = node.tryGetContext(key);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw new Error(`-c ${key}= must be ${expected}.`);
  };
  const word = /^[a-z][a-z0-9-]{0,40}$/;
  const expected = 'lower-case letters, digits and hyphens, beginning with a letter';
  const name = read('name', word, expected) ?? 'connector';
  const stage = read('stage', word, expected) ?? 'dev';
  const alarmEmail = read('alarmEmail', /^\S+@\S+$/, 'an e-mail address');
  return { stackName: `${name}-${stage}`, stage, ...(alarmEmail ? { alarmEmail } : {}) };
}
