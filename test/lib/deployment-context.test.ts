import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { deploymentContext } from '../../lib/deployment-context.ts';

const read = (context: Record<string, unknown> = {}) => deploymentContext(new App({ context }));

describe('deploymentContext', () => {
  it('is connector-dev unless told otherwise', () => {
    expect(read()).toEqual({ stackName: 'connector-dev', stage: 'dev' });
  });

  it('takes the stage, the name of the fork and an address for alarms', () => {
    const context = { stage: 'prod', name: 'acme', alarmEmail: 'ops@example.com' };
    expect(read(context)).toEqual({ stackName: 'acme-prod', stage: 'prod', alarmEmail: 'ops@example.com' });
  });

  it.each([
    ['stage', 'Prod'],
    ['stage', ''],
    ['stage', true],
    ['name', 'a_b'],
    ['alarmEmail', 'ops'],
  ])('names the wrong one: %s=%s', (key, value) => {
    expect(() => read({ [key]: value })).toThrow(`-c ${key}= must be`);
  });
});
