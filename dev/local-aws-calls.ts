import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { installTableKey } from '../connector/environment.ts';
import type { LocalAwsAccess } from './aws/local-account.ts';

/** Makes `value` the current one of a secret that may have been kept from an earlier run; nothing happens when it is. */
export async function setLocalSecret(aws: LocalAwsAccess, arn: string, value: string): Promise<void> {
  const client = new SecretsManagerClient(aws);
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (SecretString === value) return;
    const version = { SecretId: arn, SecretString: value, ClientRequestToken: randomUUID() };
    await client.send(new PutSecretValueCommand(version));
  } finally {
    client.destroy();
  }
}

/** Whether the install table has a row of the website, in whatever state. */
export async function hasInstallRow(aws: LocalAwsAccess, table: string, website: string): Promise<boolean> {
  const client = new DynamoDBClient(aws);
  try {
    const Key = { [installTableKey]: { S: website } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item !== undefined;
  } finally {
    client.destroy();
  }
}
