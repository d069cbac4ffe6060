import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { environment } from '../../../connector/environment.ts';
import { downloadObject } from '../../../connector/aws/download-object.ts';

interface Row {
  active: { M: { catalog: { S: string } } };
}

let secret: Promise<unknown> | undefined;
let fetched = false;

/** Only the connector's AWS calls, by its own client: the secret and the index file once, the install's row at every call. */
export const handler = async () => {
  const deadline = deadlineIn(20_000);
  const website = process.env.BENCH_WEBSITE!;
  secret ??= callAws(
    'secretsmanager',
    'GetSecretValue',
    { SecretId: environment.appSecret, VersionStage: 'AWSCURRENT' },
    deadline,
  );
  await secret;
  const key = { website: { S: website } };
  const input = { TableName: environment.installTable, Key: key, ConsistentRead: true };
  const { Item } = await callAws<{ Item: Row }>('dynamodb', 'GetItem', input, deadline);
  if (!fetched) {
    const { index } = JSON.parse(Item.active.M.catalog.S);
    await downloadObject(environment.indexBucket, index.key, join(tmpdir(), 'index'), deadline);
    fetched = true;
  }
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '[]' };
};
