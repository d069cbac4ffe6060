import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventSchemas } from '../../connector/contract/event-schemas.ts';
import { eventVariables, variables } from '../../connector/environment.ts';
import type { OnCall } from '../../dev/aws/fault.ts';
import { localAccount, localAwsVariables, localQueueUrl } from '../../dev/aws/local-account.ts';
import { type LocalAws, startLocalAws } from '../../dev/aws/local-aws.ts';
import { setVariables } from './variables.ts';

export const testTable = 'installs';
export const testKey = `arn:aws:kms:${localAccount.region}:${localAccount.id}:key/11111111-2222-3333-4444-555555555555`;
export const testSecret = `arn:aws:secretsmanager:${localAccount.region}:${localAccount.id}:secret:app-secret-AbCdEf`;
export const testBucket = 'indexes';
export const testQueue = localQueueUrl('refreshes.fifo');
const testHandler = 'on-test';
export const testEventQueue = localQueueUrl('handler');

/**
 * An in-memory local AWS with an install table, a key, an app secret, a bucket, queues and what a handler of events has, and `process.env` set so that
 * the connector uses them. `close` restores `process.env`.
 */
export async function useLocalAws(options: { onCall?: OnCall; secret?: string } = {}): Promise<LocalAws> {
  const aws = await startLocalAws({
    tables: [
      {
        TableName: testTable,
        AttributeDefinitions: [{ AttributeName: 'website', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'website', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
      {
        TableName: 'handled',
        AttributeDefinitions: ['handler', 'eventId'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'handler', KeyType: 'HASH' },
          { AttributeName: 'eventId', KeyType: 'RANGE' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
      },
    ],
    keys: [testKey],
    secrets: [{ arn: testSecret, value: options.secret ?? 'local-secret' }],
    buckets: [testBucket],
    queues: [
      {
        name: 'refreshes.fifo',
        redrive: {
          deadLetterArn: `arn:aws:sqs:${localAccount.region}:${localAccount.id}:failed-refreshes.fifo`,
          maxReceiveCount: 3,
        },
      },
      { name: 'failed-refreshes.fifo' },
      { name: 'handler' },
    ],
    rules: [{ bus: 'bus', sources: ['test'], detailTypes: Object.keys(eventSchemas), queues: ['handler'] }],
    ...(options.onCall && { onCall: options.onCall }),
  });
  // Builds of other processes are emptied at the first refresh of one.
  const folder = mkdtempSync(join(tmpdir(), 'local-aws-'));
  const restore = setVariables({
    TMPDIR: folder,
    ...localAwsVariables(aws.access),
    [variables.installTable]: testTable,
    [variables.credentialKey]: testKey,
    [variables.appSecret]: testSecret,
    [variables.indexBucket]: testBucket,
    [variables.refreshQueue]: testQueue,
    [variables.ephemeralStorage]: '512',
    [eventVariables.bus]: 'bus',
    [eventVariables.handler]: testHandler,
    [eventVariables.queue]: testEventQueue,
    [eventVariables.handledTable]: 'handled',
  });
  return {
    access: aws.access,
    async close() {
      restore();
      await aws.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
