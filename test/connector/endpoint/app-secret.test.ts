import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { metrics } from '../../../connector/environment.ts';
import type { Fault } from '../../../dev/aws/fault.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testSecret, useLocalAws } from '../../helpers/local-aws.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

let aws: LocalAws;
let reads: string[];
let fault: 'pass' | Fault;
let validSecrets: typeof import('../../../connector/endpoint/app-secret.ts').validSecrets;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T12:00:00Z') });
  reads = [];
  fault = 'pass';
  aws = await useLocalAws({
    secret: 'first',
    onCall(_service, operation, input) {
      if (operation !== 'GetSecretValue') return 'pass';
      reads.push(String(input.VersionStage));
      return fault;
    },
  });
  vi.resetModules();
  ({ validSecrets } = await import('../../../connector/endpoint/app-secret.ts'));
});

afterEach(async () => {
  vi.useRealTimers();
  await aws.close();
});

const deadline = () => deadlineIn(10 * second);
const secrets = () => validSecrets(deadline());
const reread = () => validSecrets(deadline(), { reread: true });
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

async function rotate(value: string): Promise<string> {
  const ClientRequestToken = randomUUID();
  const input = { SecretId: testSecret, SecretString: value, ClientRequestToken };
  await callAws('secretsmanager', 'PutSecretValue', input, deadline());
  return ClientRequestToken;
}

const denied: Fault = { kind: 'refuse', status: 400, code: 'AccessDeniedException' };

test('the only secret is valid and has no previous one', async () => {
  expect(await secrets()).toEqual(['first']);
});

test('calls that come together share one read', async () => {
  expect(await Promise.all([secrets(), secrets(), secrets()])).toEqual(Array(3).fill(['first']));
  expect(reads).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  reads = [];
  expect(await Promise.all([reread(), reread(), secrets()])).toEqual(Array(3).fill(['first']));
  expect(reads).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
});

test('the secret is read once in five minutes', async () => {
  await secrets();
  pass(5 * minute - 1);
  await secrets();
  expect(reads).toHaveLength(2);
  pass(1);
  await secrets();
  expect(reads).toHaveLength(4);
});

describe('rotation', () => {
  test('the previous secret stays valid for 24 hours after the current one was set, to the moment', async () => {
    await rotate('second');
    expect(await secrets()).toEqual(['second', 'first']);
    pass(24 * hour - 1);
    expect(await secrets()).toEqual(['second', 'first']);
    pass(1);
    expect(await secrets()).toEqual(['second']);
  });

  test('a secret set long ago costs one call, not two', async () => {
    await rotate('second');
    pass(25 * hour);
    reads = [];
    expect(await secrets()).toEqual(['second']);
    expect(reads).toEqual(['AWSCURRENT']);
  });

  test('a second rotation ends the secret before the previous one', async () => {
    await rotate('second');
    await rotate('third');
    expect(await secrets()).toEqual(['third', 'second']);
  });

  test('a revoked secret is gone within five minutes', async () => {
    await rotate('second');
    expect(await secrets()).toEqual(['second', 'first']);
    const described = await callAws<{ VersionIdsToStages: Record<string, string[]> }>(
      'secretsmanager',
      'DescribeSecret',
      { SecretId: testSecret },
      deadline(),
    );
    const [previous] = Object.entries(described.VersionIdsToStages).find(([, s]) => s.includes('AWSPREVIOUS')) ?? [];
    const removal = { SecretId: testSecret, VersionStage: 'AWSPREVIOUS', RemoveFromVersionId: previous };
    await callAws('secretsmanager', 'UpdateSecretVersionStage', removal, deadline());
    pass(5 * minute);
    expect(await secrets()).toEqual(['second']);
  });
});

describe('after a refusal', () => {
  test('a secret that was just set is found although another one is remembered', async () => {
    await secrets();
    pass(10 * second);
    await rotate('second');
    expect(await secrets()).toEqual(['first']);
    expect(await reread()).toEqual(['second', 'first']);
    expect(await secrets()).toEqual(['second', 'first']);
  });

  test('a secret that was set a moment after the last read is found', async () => {
    await secrets();
    await rotate('second');
    expect(await reread()).toEqual(['second', 'first']);
  });

  test('a flood of refusals reads once in ten seconds', async () => {
    await secrets();
    reads = [];
    for (let refusal = 0; refusal < 300; refusal++) {
      await reread();
      pass(100);
    }
    expect(reads.filter((stage) => stage === 'AWSCURRENT')).toHaveLength(3);
  });

  test('a failed reread is ours to answer for, and takes the secret from nobody', async () => {
    await secrets();
    pass(10 * second);
    fault = denied;
    await expect(reread()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    reads = [];
    await expect(reread()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(await secrets()).toEqual(['first']);
    expect(reads).toEqual([]);
  });
});

describe('no readable secret', () => {
  test('is answered 503 with the cause for the log only', async () => {
    fault = denied;
    const error = await secrets().catch((problem) => problem);
    expect(error).toMatchObject({ status: 503, code: 'temporarily_unavailable', retryAfterSeconds: 10 });
    expect(error.cause).toMatchObject({ code: 'AccessDeniedException' });
    expect(error.message).not.toContain('AccessDenied');
  });

  test('is tried again by the next call', async () => {
    fault = denied;
    await expect(secrets()).rejects.toThrow();
    fault = 'pass';
    expect(await secrets()).toEqual(['first']);
  });

  test('is not covered by what was read more than five minutes ago', async () => {
    await secrets();
    fault = denied;
    pass(5 * minute);
    await expect(secrets()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });

  const outage: Fault = { kind: 'refuse', status: 500, code: 'InternalServiceError' };

  test('for a moment, as the store does not answer, is covered by what was read in the last hour, and counted', async () => {
    await secrets();
    fault = outage;
    const count = vi.fn();
    pass(hour - 1);
    expect(await validSecrets(deadline(), { count })).toEqual(['first']);
    expect(count.mock.calls).toEqual([[metrics.secretRecalled]]);
    pass(1);
    await expect(secrets()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });

  test('leaves the call its time when the store hangs and something is known', async () => {
    await secrets();
    fault = { kind: 'hang' };
    pass(5 * minute);
    const whole = deadlineIn(30 * second);
    expect(await validSecrets(whole)).toEqual(['first']);
    expect(whole.remaining()).toBeGreaterThan(26 * second);
  });

  test('never lets a refusal stand that the store could not confirm', async () => {
    await secrets();
    fault = outage;
    await expect(reread()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });

  test('covers a previous secret to the end of its day and no longer', async () => {
    await rotate('second');
    pass(23.5 * hour);
    expect(await secrets()).toEqual(['second', 'first']);
    fault = outage;
    pass(0.4 * hour);
    expect(await secrets()).toEqual(['second', 'first']);
    pass(0.1 * hour);
    expect(await secrets()).toEqual(['second']);
  });

  test('includes a previous secret that cannot be read: half the truth would refuse valid calls', async () => {
    await aws.close();
    aws = await useLocalAws({
      onCall: (_service, _operation, input) => (input.VersionStage === 'AWSPREVIOUS' ? denied : 'pass'),
    });
    await expect(secrets()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });

  test('includes an answer without a text', async () => {
    fault = { kind: 'answer', status: 200, body: '{"SecretBinary":"AAAA","CreatedDate":1}' };
    await expect(secrets()).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });
});
