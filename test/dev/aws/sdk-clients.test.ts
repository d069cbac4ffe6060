import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
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
import { localAccount } from '../../../dev/aws/local-account.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testKey, testSecret, testTable, useLocalAws } from '../../helpers/local-aws.ts';

let aws: LocalAws;
let settings: { endpoint: string; region: string; credentials: typeof localAccount };
beforeAll(async () => {
  aws = await useLocalAws();
  settings = { endpoint: aws.url, region: localAccount.region, credentials: localAccount };
});
afterAll(() => aws.close());

test('the DynamoDB client of the AWS SDK stores, reads, scans and is refused', async () => {
  const client = new DynamoDBClient(settings);
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
  const client = new KMSClient(settings);
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
  const client = new SecretsManagerClient(settings);
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
