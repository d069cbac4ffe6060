import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { installTableKey } from '../connector/environment.ts';
import { localAccount } from './aws/local-account.ts';

const clientOf = (endpoint: string) => ({ endpoint, region: localAccount.region, credentials: localAccount });

/** Makes `value` the current one of a secret that may have been kept from an earlier run; nothing happens when it is. */
export async function setLocalSecret(awsUrl: string, arn: string, value: string): Promise<void> {
  const client = new SecretsManagerClient(clientOf(awsUrl));
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
export async function hasInstallRow(awsUrl: string, table: string, website: string): Promise<boolean> {
  const client = new DynamoDBClient(clientOf(awsUrl));
  try {
    const Key = { [installTableKey]: { S: website } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item !== undefined;
  } finally {
    client.destroy();
  }
}
