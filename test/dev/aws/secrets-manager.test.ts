import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testSecret, useLocalAws } from '../../helpers/local-aws.ts';

let aws: LocalAws;
beforeEach(async () => {
  aws = await useLocalAws({ secret: 'first' });
});
afterEach(() => aws.close());

interface Version {
  VersionId: string;
  SecretString: string;
  VersionStages: string[];
}

const call = <Output>(operation: string, input: object = {}) =>
  callAws<Output>('secretsmanager', operation, { SecretId: testSecret, ...input }, deadlineIn(5_000));
const read = (VersionStage?: string) => call<Version>('GetSecretValue', VersionStage ? { VersionStage } : {});
const put = async (SecretString: string, more: object = {}) =>
  (await call<Version>('PutSecretValue', { SecretString, ClientRequestToken: randomUUID(), ...more })).VersionId;
const move = (VersionStage: string, MoveToVersionId?: string, RemoveFromVersionId?: string) =>
  call('UpdateSecretVersionStage', { VersionStage, MoveToVersionId, RemoveFromVersionId });
const missing = { code: 'ResourceNotFoundException', status: 400 };

/** The values behind the labels, as `first` or `-`. */
async function labels(): Promise<string[]> {
  const values = ['AWSCURRENT', 'AWSPREVIOUS'].map((stage) => read(stage).then((version) => version.SecretString));
  return (await Promise.allSettled(values)).map((result) => (result.status === 'fulfilled' ? result.value : '-'));
}

test('a new secret is current and nothing is previous', async () => {
  expect(await labels()).toEqual(['first', '-']);
  expect((await read()).SecretString).toBe('first');
});

test('each new value makes the one before it previous', async () => {
  await put('second');
  expect(await labels()).toEqual(['second', 'first']);
  await put('third');
  expect(await labels()).toEqual(['third', 'second']);
});

test('a version is also found by its id, and by the name of the secret', async () => {
  const VersionId = await put('second');
  expect(await call('GetSecretValue', { VersionId })).toMatchObject({ SecretString: 'second' });
  expect(await call('GetSecretValue', { SecretId: 'app-secret' })).toMatchObject({ VersionId });
  await expect(call('GetSecretValue', { VersionId, VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject(missing);
  await expect(call('GetSecretValue', { VersionId: 'none' })).rejects.toMatchObject(missing);
  await expect(call('GetSecretValue', { SecretId: 'other' })).rejects.toMatchObject(missing);
});

describe('PutSecretValue', () => {
  test('sent twice with one token has one effect', async () => {
    const ClientRequestToken = randomUUID();
    await put('second', { ClientRequestToken });
    await put('second', { ClientRequestToken });
    expect(await labels()).toEqual(['second', 'first']);
    const other = put('third', { ClientRequestToken });
    await expect(other).rejects.toMatchObject({ code: 'ResourceExistsException' });
  });

  test('needs a token, and a value', async () => {
    await expect(put('x', { ClientRequestToken: undefined })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
    await expect(put('')).rejects.toMatchObject({ code: 'InvalidRequestException' });
  });

  test('under another label leaves the current value', async () => {
    await put('pending', { VersionStages: ['AWSPENDING'] });
    expect(await labels()).toEqual(['first', '-']);
    expect((await read('AWSPENDING')).SecretString).toBe('pending');
  });
});

describe('UpdateSecretVersionStage', () => {
  test('that moves the current label makes the value it leaves previous', async () => {
    const { VersionId: first } = await read();
    const pending = await put('second', { VersionStages: ['AWSPENDING'] });
    await move('AWSCURRENT', pending, first);
    expect(await labels()).toEqual(['second', 'first']);
  });

  test('moves the previous label back after a correction', async () => {
    const { VersionId: first } = await read();
    const wrong = await put('wrong');
    await put('right');
    await move('AWSPREVIOUS', first, wrong);
    expect(await labels()).toEqual(['right', 'first']);
  });

  test('takes the previous label away', async () => {
    const { VersionId: first } = await read();
    await put('second');
    await move('AWSPREVIOUS', undefined, first);
    expect(await labels()).toEqual(['second', '-']);
  });

  test('swaps current and previous when the previous becomes current', async () => {
    const { VersionId: first } = await read();
    const second = await put('second');
    await move('AWSCURRENT', first, second);
    expect(await labels()).toEqual(['first', 'second']);
  });

  test('refuses to leave no current value, to guess where a label is, and a version that is not there', async () => {
    const { VersionId: first } = await read();
    const second = await put('second');
    const refused = { code: 'InvalidParameterException' };
    await expect(move('AWSCURRENT', undefined, second)).rejects.toMatchObject(refused);
    await expect(move('AWSCURRENT', first)).rejects.toMatchObject(refused);
    await expect(move('AWSPREVIOUS', undefined, second)).rejects.toMatchObject(refused);
    await expect(move('AWSCURRENT', 'none', second)).rejects.toMatchObject(missing);
    expect(await labels()).toEqual(['second', 'first']);
  });
});

test('DescribeSecret lists the versions that have labels, and never a value', async () => {
  const second = await put('second');
  const third = await put('third');
  const described = await call<{ VersionIdsToStages: object }>('DescribeSecret');
  expect(described.VersionIdsToStages).toEqual({ [second]: ['AWSPREVIOUS'], [third]: ['AWSCURRENT'] });
  expect(JSON.stringify(described)).not.toMatch(/"(first|second|third)"/);
});
