import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AwsService } from '../../../connector/aws/aws-error.ts';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import type { Fault, OnCall } from '../../../dev/aws/fault.ts';
import { localAwsVariables } from '../../../dev/aws/local-account.ts';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../../dev/aws/local-aws.ts';
import { testKey, testSecret, testTable, useLocalAws } from '../../helpers/local-aws.ts';
import { setVariables } from '../../helpers/variables.ts';

const call = <Output>(service: AwsService, operation: string, input: object, milliseconds = 5_000) =>
  callAws<Output>(service, operation, input, deadlineIn(milliseconds));
const item = (website: string) => ({ TableName: testTable, Key: { website: { S: website } }, ConsistentRead: true });
const put = (website: string, more: object = {}) => ({
  TableName: testTable,
  Item: { website: { S: website } },
  ...more,
});

describe('on a folder', () => {
  let folder: string;
  let started: LocalAws[] = [];
  let restore = () => {};

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'local-aws-'));
  });
  afterEach(async () => {
    for (const aws of started) await aws.close();
    started = [];
    restore();
    rmSync(folder, { recursive: true });
  });

  const tables: LocalAwsOptions['tables'] = [
    {
      TableName: testTable,
      AttributeDefinitions: [{ AttributeName: 'website', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'website', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  ];

  async function start(options: LocalAwsOptions = {}): Promise<LocalAws> {
    const aws = await startLocalAws({
      folder,
      tables,
      keys: [testKey],
      secrets: [{ arn: testSecret, value: 'first' }],
      ...options,
    });
    restore = setVariables(localAwsVariables(aws.access));
    started.push(aws);
    return aws;
  }

  test('items, keys and secrets survive a restart', async () => {
    const first = await start();
    await call('dynamodb', 'PutItem', put('ha-1'));
    const sealing = { KeyId: testKey, Plaintext: 'c2VhbGVk', EncryptionContext: { website: 'ha-1' } };
    const { CiphertextBlob } = await call<{ CiphertextBlob: string }>('kms', 'Encrypt', sealing);
    const ClientRequestToken = crypto.randomUUID();
    const value = { SecretId: testSecret, SecretString: 'second', ClientRequestToken };
    await call('secretsmanager', 'PutSecretValue', value);
    await first.close();
    started = [];
    restore();

    await start();
    expect(await call('dynamodb', 'GetItem', item('ha-1'))).toEqual({ Item: { website: { S: 'ha-1' } } });
    const opening = { KeyId: testKey, CiphertextBlob, EncryptionContext: { website: 'ha-1' } };
    expect(await call('kms', 'Decrypt', opening)).toMatchObject({ Plaintext: 'c2VhbGVk' });
    const secret = { SecretId: testSecret };
    expect(await call('secretsmanager', 'GetSecretValue', secret)).toMatchObject({ SecretString: 'second' });
  });

  test('a folder of 0.1.0, which named its file otherwise, keeps its keys', async () => {
    const sealing = { KeyId: testKey, Plaintext: 'c2VhbGVk', EncryptionContext: { website: 'ha-1' } };
    const first = await start();
    const { CiphertextBlob } = await call<{ CiphertextBlob: string }>('kms', 'Encrypt', sealing);
    await first.close();
    started = [];
    restore();
    renameSync(join(folder, 'local-account.sqlite'), join(folder, 'keys-and-secrets.sqlite'));

    await start();
    const opening = { KeyId: testKey, CiphertextBlob, EncryptionContext: { website: 'ha-1' } };
    expect(await call('kms', 'Decrypt', opening)).toMatchObject({ Plaintext: 'c2VhbGVk' });
    expect(readdirSync(folder)).not.toContain('keys-and-secrets.sqlite');
  });

  test('a second start on the same folder is one clear line, and harms nothing', async () => {
    await start();
    await expect(startLocalAws({ folder })).rejects.toThrow(`Another process is using ${folder}: stop it first.`);
    await call('dynamodb', 'PutItem', put('ha-1'));
  });

  test('another process on the same folder is told so', async () => {
    await start();
    const module = JSON.stringify(new URL('../../../dev/aws/local-aws.ts', import.meta.url).href);
    const folderArgument = JSON.stringify(folder);
    const script = `const { startLocalAws } = await import(${module});
      await startLocalAws({ folder: ${folderArgument} }).catch((error) => console.log(error.message));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout.trim()).toBe(`Another process is using ${folder}: stop it first.`);
  });

  test('a port in use leaves the folder free', async () => {
    const { endpoint } = (await start()).access;
    const other = mkdtempSync(join(tmpdir(), 'local-aws-'));
    const port = Number(new URL(endpoint).port);
    await expect(startLocalAws({ folder: other, port })).rejects.toThrow(`Port ${port} is in use`);
    await (await startLocalAws({ folder: other, tables })).close();
    rmSync(other, { recursive: true });
  });

  test('a table that cannot be made is named', async () => {
    const wrong = [{ TableName: 'x', AttributeDefinitions: [], KeySchema: [] }] as never;
    await expect(startLocalAws({ folder, tables: wrong })).rejects.toThrow('The table x cannot be created');
    await start();
  });
});

describe('faults', () => {
  let aws: LocalAws;
  let calls: string[];
  let onCall: OnCall;

  beforeEach(async () => {
    calls = [];
    onCall = () => 'pass';
    aws = await useLocalAws({
      onCall(service, operation, input) {
        calls.push(operation);
        return onCall(service, operation, input);
      },
    });
  });
  afterEach(() => aws.close());

  const once = (fault: Fault): OnCall => {
    let left = 1;
    return () => (left-- > 0 ? fault : 'pass');
  };

  test('a refused call reaches no service', async () => {
    onCall = once({ kind: 'refuse', status: 400, code: 'AccessDeniedException', message: 'no' });
    await expect(call('dynamodb', 'PutItem', put('ha-1'))).rejects.toMatchObject({ code: 'AccessDeniedException' });
    expect(await call('dynamodb', 'GetItem', item('ha-1'))).toEqual({});
  });

  test('a broken connection is tried again', async () => {
    onCall = once({ kind: 'reset' });
    await call('dynamodb', 'PutItem', put('ha-1'));
    expect(calls).toEqual(['PutItem', 'PutItem']);
  });

  test('a write whose answer was lost is in the table, so that its own condition fails the next time', async () => {
    onCall = once({ kind: 'lose answer' });
    const write = put('ha-1', { ConditionExpression: 'attribute_not_exists(website)' });
    await expect(call('dynamodb', 'PutItem', write)).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
    expect(calls).toEqual(['PutItem', 'PutItem']);
    expect(await call('dynamodb', 'GetItem', item('ha-1'))).toMatchObject({ Item: {} });
  });

  test('a call that hangs neither reaches a service nor keeps the server from closing', async () => {
    // Also the attempt that a busy server reads after its caller has given up.
    onCall = (_, operation) => (operation === 'PutItem' ? { kind: 'hang' } : 'pass');
    await expect(call('dynamodb', 'PutItem', put('ha-1'), 300)).rejects.toMatchObject({ code: 'TimeoutError' });
    expect(await call('dynamodb', 'GetItem', item('ha-1'))).toEqual({});
  });

  test('a call can be held back while another goes ahead', async () => {
    let release = (_: 'pass') => {};
    const held = new Promise<'pass'>((resolve) => {
      release = resolve;
    });
    onCall = (_service, _operation, input) => (JSON.stringify(input).includes('ha-1') ? held : 'pass');
    const first = call('dynamodb', 'PutItem', put('ha-1'));
    await call('dynamodb', 'PutItem', put('ha-2'));
    release('pass');
    await first;
    expect(await call('dynamodb', 'GetItem', item('ha-1'))).toMatchObject({ Item: {} });
  });

  test('any bytes can be answered', async () => {
    onCall = () => ({ kind: 'answer', status: 200, body: '<html>' });
    await expect(call('kms', 'Decrypt', {})).rejects.toMatchObject({ code: 'InvalidResponse' });
  });
});
