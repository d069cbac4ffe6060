import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appSecretVersions } from '../../commands/app-secret-versions.ts';
import { callAws } from '../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import type { OnCall } from '../../dev/aws/fault.ts';
import type { LocalAws } from '../../dev/aws/local-aws.ts';
import { testSecret, useLocalAws } from '../helpers/local-aws.ts';

const hour = 60 * 60_000;
const deployed = Date.parse('2024-05-01T08:00:00Z');

let aws: LocalAws;
let onCall: OnCall;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: deployed });
  onCall = () => 'pass';
  aws = await useLocalAws({ secret: 'random-first', onCall: (...call) => onCall(...call) });
});

afterEach(async () => {
  vi.useRealTimers();
  await aws.close();
});

const versions = () => appSecretVersions(testSecret, deadlineIn(10_000));
const at = (hours: number) => vi.setSystemTime(deployed + hours * hour);

async function tokenAt(label: string): Promise<string | undefined> {
  const input = { SecretId: testSecret, VersionStage: label };
  const read = callAws<{ SecretString: string }>('secretsmanager', 'GetSecretValue', input, deadlineIn(10_000));
  return read.then(
    ({ SecretString }) => SecretString,
    () => undefined,
  );
}

/** What signs: current, previous. And the label that no finished work leaves behind. */
async function state() {
  return [await tokenAt('AWSCURRENT'), await tokenAt('AWSPREVIOUS'), await tokenAt('CONNECTOR_KEPT')];
}

describe('set', () => {
  it('takes the place of the random first value, which never counts again', async () => {
    expect(await versions().set('token-a')).toBe('replaced');
    expect(await state()).toEqual(['token-a', undefined, undefined]);
  });

  it('leaves the value before in force when that was a day old', async () => {
    await versions().set('token-a');
    at(24);
    expect(await versions().set('token-b')).toBe('rotated');
    expect(await state()).toEqual(['token-b', 'token-a', undefined]);
  });

  it('does nothing for the same value, so that AWSPREVIOUS is not lost', async () => {
    await versions().set('token-a');
    at(30);
    await versions().set('token-b');
    expect(await versions().set('token-b')).toBe('unchanged');
    expect(await state()).toEqual(['token-b', 'token-a', undefined]);
  });

  it('corrects a mistyped value within a day, however often: AWSPREVIOUS stays where it was', async () => {
    await versions().set('token-a');
    at(30);
    await versions().set('tokne-b');
    at(31);
    expect(await versions().set('tokn-b')).toBe('corrected');
    at(53);
    expect(await versions().set('token-b')).toBe('corrected');
    expect(await state()).toEqual(['token-b', 'token-a', undefined]);
  });

  it('goes back to the value before', async () => {
    await versions().set('token-a');
    at(30);
    await versions().set('token-b');
    expect(await versions().set('token-a')).toBe('corrected');
    expect(await state()).toEqual(['token-a', 'token-a', undefined]);
  });

  it('ends a correction that broke off at any step when it is called again', async () => {
    for (let step = 1; ; step++) {
      await aws.close();
      vi.setSystemTime(deployed);
      aws = await useLocalAws({ secret: 'token-a', onCall: (...call) => onCall(...call) });
      at(30);
      await versions().set('tokne-b');
      let calls = 0;
      onCall = () => (++calls >= step ? { kind: 'refuse', code: 'AccessDeniedException', status: 400 } : 'pass');
      const broke = await versions()
        .set('token-b')
        .then(
          () => false,
          () => true,
        );
      onCall = () => 'pass';
      if (!broke) {
        expect(step).toBeGreaterThan(5);
        break;
      }
      await versions().set('token-b');
      expect(await state()).toEqual(['token-b', 'token-a', undefined]);
    }
  });
});

describe('revoke', () => {
  it('ends the value before at once', async () => {
    await versions().set('token-a');
    at(30);
    await versions().set('token-b');
    expect(await versions().revoke()).toBe(true);
    expect(await state()).toEqual(['token-b', undefined, undefined]);
  });

  it('says when there is none', async () => {
    expect(await versions().revoke()).toBe(false);
    expect(await state()).toEqual(['random-first', undefined, undefined]);
  });
});
