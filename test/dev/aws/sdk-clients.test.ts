import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, EncryptCommand, InvalidCiphertextException, KMSClient } from '@aws-sdk/client-kms';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { localAwsConfig, localAwsVariables } from '../../../dev/aws/local-account.ts';
import { type LocalAws, startLocalAws } from '../../../dev/aws/local-aws.ts';
import { testKey, testSecret, testTable, useLocalAws } from '../../helpers/local-aws.ts';
import { setVariables } from '../../helpers/variables.ts';

let aws: LocalAws;
beforeAll(async () => {
  aws = await useLocalAws();
});
afterAll(() => aws.close());

test('the DynamoDB client of the AWS SDK stores, reads, scans and is refused', async () => {
  const client = new DynamoDBClient(aws.access);
  const put = new PutItemCommand({
    TableName: testTable,
    Item: { website: { S: 'ha-1' }, sealed: { B: Buffer.from('bytes') } },
    ConditionExpression: 'attribute_not_exists(website)',
  });
  await client.send(put);
  await expect(client.send(put)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  const { Item } = await client.send(new GetItemCommand({ TableName: testTable, Key: { website: { S: 'ha-1' } } }));
  expect(Buffer.from(Item?.sealed?.B ?? []).toString()).toBe('bytes');
  const { Items } = await client.send(new ScanCommand({ TableName: testTable }));
  expect(Items).toHaveLength(1);
  client.destroy();
});

test('the KMS client of the AWS SDK seals, opens and is refused', async () => {
  const client = new KMSClient(aws.access);
  const EncryptionContext = { website: 'ha-1' };
  const Plaintext = Buffer.from('{"feedUser":"é"}');
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: testKey, Plaintext, EncryptionContext }));
  const opened = await client.send(new DecryptCommand({ KeyId: testKey, CiphertextBlob, EncryptionContext }));
  expect(Buffer.from(opened.Plaintext!)).toEqual(Plaintext);
  expect(opened.KeyId).toBe(testKey);
  await expect(client.send(new DecryptCommand({ CiphertextBlob }))).rejects.toBeInstanceOf(InvalidCiphertextException);
  client.destroy();
});

test('the Secrets Manager client of the AWS SDK rotates a secret', async () => {
  const client = new SecretsManagerClient(aws.access);
  const get = (VersionStage: string) => client.send(new GetSecretValueCommand({ SecretId: testSecret, VersionStage }));
  await expect(get('AWSPREVIOUS')).rejects.toBeInstanceOf(ResourceNotFoundException);
  const before = Date.now();
  const { VersionId } = await client.send(new PutSecretValueCommand({ SecretId: testSecret, SecretString: 'second' }));
  const current = await get('AWSCURRENT');
  expect(current).toMatchObject({ SecretString: 'second', VersionId, VersionStages: ['AWSCURRENT'], ARN: testSecret });
  expect(current.CreatedDate!.getTime()).toBeGreaterThanOrEqual(before);
  expect(await get('AWSPREVIOUS')).toMatchObject({ SecretString: 'local-secret' });
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: testSecret }));
  expect(VersionIdsToStages?.[VersionId!]).toEqual(['AWSCURRENT']);
  client.destroy();
});

test('the configuration file for the AWS CLI leads here, with the keys', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aws-config-'));
  const file = join(folder, 'aws-config');
  writeFileSync(file, localAwsConfig(aws.access));
  const restore = setVariables({
    AWS_PROFILE: 'local',
    AWS_CONFIG_FILE: file,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    AWS_ENDPOINT_URL: '',
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
  });
  const client = new DynamoDBClient();
  const { TableNames } = await client.send(new ListTablesCommand({})).finally(restore);
  expect(TableNames).toContain(testTable);
  rmSync(folder, { recursive: true });
});

test('its variables win over what a developer has configured besides', async () => {
  const elsewhere = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
  const restore = setVariables({ ...elsewhere, ...localAwsVariables(aws.access) });
  const listed = callAws('dynamodb', 'ListTables', {}, deadlineIn(5_000));
  expect(await listed.finally(restore)).toMatchObject({ TableNames: expect.arrayContaining([testTable]) });
});

test('every local AWS has keys of its own', async () => {
  const other = await startLocalAws();
  const stranger = new DynamoDBClient({ ...aws.access, endpoint: other.access.endpoint });
  await expect(stranger.send(new ListTablesCommand({}))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  const { accessKeyId } = other.access.credentials;
  const { secretAccessKey } = aws.access.credentials;
  const guesser = new DynamoDBClient({ ...other.access, credentials: { accessKeyId, secretAccessKey } });
  await expect(guesser.send(new ListTablesCommand({}))).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  await other.close();
});
