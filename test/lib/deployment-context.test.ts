import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { deploymentContext } from '../../lib/deployment-context.ts';

const read = (context: Record<string, unknown> = {}) => deploymentContext(new App({ context }));

describe('deploymentContext', () => {
  it('is connector-dev unless told otherwise', () => {
    expect(read()).toEqual({ stackName: 'connector-dev', stage: 'dev', refreshMinutes: 60 });
  });

  it('takes the stage, the name of the fork and an address for alarms', () => {
    const context = { stage: 'prod', name: 'acme', alarmEmail: 'ops@example.com' };
    expect(read(context)).toMatchObject({ stackName: 'acme-prod', stage: 'prod', alarmEmail: 'ops@example.com' });
  });

  it.each([5, '5', 60, '99', '1399', 1440])(
    'refreshes every %j minutes, from cdk.json or the command line',
    (value) => {
      expect(read({ refreshMinutes: value }).refreshMinutes).toBe(Number(value));
    },
  );

  it.each([
    ['stage', 'Prod'],
    ['stage', ''],
    ['stage', true],
    ['name', 'a_b'],
    ['stage', 1],
    ['alarmEmail', 'ops'],
    ['refreshMinutes', 4],
    ['refreshMinutes', '1441'],
    ['refreshMinutes', '060'],
    ['refreshMinutes', 7.5],
    ['refreshMinutes', 'hourly'],
  ])('names the wrong one: %s=%s', (key, value) => {
    expect(() => read({ [key]: value })).toThrow(`-c ${key}= must be`);
  });
});
