import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  MessageNotInflight,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  TooManyEntriesInBatchRequest,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OnCall } from '../../../dev/aws/fault.ts';
import { localAccount, localQueueUrl } from '../../../dev/aws/local-account.ts';
import { type LocalAws, startLocalAws } from '../../../dev/aws/local-aws.ts';

const QueueUrl = localQueueUrl('refreshes');
const deadLetters = localQueueUrl('failed');
const deadLetterArn = `arn:aws:sqs:${localAccount.region}:${localAccount.id}:failed`;

let aws: LocalAws;
let client: SQSClient;
let onCall: OnCall = () => 'pass';

async function start(folder?: string) {
  const queues = [
    { name: 'refreshes', visibilityTimeoutSeconds: 60, redrive: { deadLetterArn, maxReceiveCount: 2 } },
    { name: 'failed' },
  ];
  aws = await startLocalAws({ queues, onCall: (...call) => onCall(...call), ...(folder && { folder }) });
  client = new SQSClient(aws.access);
}
async function stop() {
  client.destroy();
  await aws.close();
}
beforeEach(() => start());
afterEach(async () => {
  onCall = () => 'pass';
  await stop();
});

const send = (MessageBody: string, more: object = {}) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
async function receive(more: Partial<ReceiveMessageCommandInput> = {}) {
  const input = { QueueUrl, MessageSystemAttributeNames: ['All' as const], ...more };
  return (await client.send(new ReceiveMessageCommand(input))).Messages ?? [];
}
const hide = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
  client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
const remove = (ReceiptHandle: string | undefined) =>
  client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
async function counts(url = QueueUrl) {
  const input = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
  const all: Record<string, string> = (await client.send(input)).Attributes ?? {};
  const names = ['', 'NotVisible', 'Delayed'].map((name) => `ApproximateNumberOfMessages${name}`);
  return names.map((name) => Number(all[name]));
}

test('a message is received once, and is gone when it is deleted', async () => {
  const { MessageId } = await send('{"website":"ha-1"} é');
  const [message] = await receive();
  expect(message).toMatchObject({
    MessageId,
    Body: '{"website":"ha-1"} é',
    Attributes: { ApproximateReceiveCount: '1' },
  });
  expect(await receive()).toEqual([]);
  expect(await counts()).toEqual([0, 1, 0]);
  await remove(message?.ReceiptHandle);
  expect(await counts()).toEqual([0, 0, 0]);
  await remove(message?.ReceiptHandle);
});

test('batches are sent, received and deleted, and each entry has its own outcome', async () => {
  const Entries = Array.from({ length: 9 }, (_, index) => ({ Id: `${index}`, MessageBody: `${index}` }));
  const sent = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [...Entries, { Id: 'late', MessageBody: 'x', DelaySeconds: 901 }],
    }),
  );
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(Entries.map(({ Id }) => Id));
  expect(sent.Failed).toMatchObject([{ Id: 'late', SenderFault: true, Code: 'InvalidParameterValue' }]);
  const messages = await receive({ MaxNumberOfMessages: 10 });
  expect(messages.map(({ Body }) => Body)).toEqual(Entries.map(({ MessageBody }) => MessageBody));
  const deletions = messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
  const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: deletions }));
  expect(deleted.Successful).toHaveLength(9);
  expect(await counts()).toEqual([0, 0, 0]);
});

test('a message that is not deleted comes again when its time is over', async () => {
  await send('a');
  const [first] = await receive({ VisibilityTimeout: 1 });
  const [second] = await receive({ WaitTimeSeconds: 10 });
  expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
  expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  await remove(first?.ReceiptHandle);
  expect(await counts()).toEqual([0, 1, 0]);
});

test('the time of a message in flight can be changed, and only then', async () => {
  await send('a');
  const [first] = await receive();
  await hide(first?.ReceiptHandle, 0);
  await expect(hide(first?.ReceiptHandle, 10)).rejects.toBeInstanceOf(MessageNotInflight);
  const [second] = await receive();
  expect(second?.MessageId).toBe(first?.MessageId);
  await expect(hide(first?.ReceiptHandle, 10)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await expect(hide('nonsense', 10)).rejects.toBeInstanceOf(ReceiptHandleIsInvalid);
});

test('a message that was received too often goes to the dead letters', async () => {
  await send('a');
  await send('b');
  for (let round = 0; round < 2; round++) {
    for (const { ReceiptHandle, Body } of await receive({ MaxNumberOfMessages: 10 })) {
      if (Body === 'b' && round === 1) await remove(ReceiptHandle);
      else await hide(ReceiptHandle, 0);
    }
  }
  expect(await receive()).toEqual([]);
  expect(await counts()).toEqual([0, 0, 0]);
  expect(await receive({ QueueUrl: deadLetters })).toMatchObject([{ Body: 'a' }]);
});

test('a delayed message is not there yet', async () => {
  await send('a', { DelaySeconds: 900 });
  expect(await receive()).toEqual([]);
  expect(await counts()).toEqual([0, 0, 1]);
});

describe('a receive that waits', () => {
  test('is answered as soon as a message is sent', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await send('a');
    expect(await waiting).toMatchObject([{ Body: 'a' }]);
  });

  test('is answered as soon as a message is given back', async () => {
    await send('a');
    const [message] = await receive();
    const waiting = receive({ WaitTimeSeconds: 20 });
    await hide(message?.ReceiptHandle, 0);
    expect(await waiting).toMatchObject([{ Body: 'a' }]);
  });

  test('of many gives each message to one', async () => {
    const waiting = Array.from({ length: 5 }, () => receive({ WaitTimeSeconds: 1 }));
    for (const body of ['a', 'b', 'c']) await send(body);
    const bodies = (await Promise.all(waiting)).flat().map(({ Body }) => Body);
    expect(bodies.sort()).toEqual(['a', 'b', 'c']);
  });

  test('takes nothing when its caller has gone', async () => {
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    onCall = (_service, operation) => {
      if (operation === 'ReceiveMessage') arrived();
      return 'pass';
    };
    const leave = new AbortController();
    const waiting = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: leave.signal,
    });
    await asked;
    leave.abort();
    await expect(waiting).rejects.toThrow();
    await send('a');
    expect(await receive({ WaitTimeSeconds: 5 })).toMatchObject([{ Attributes: { ApproximateReceiveCount: '1' } }]);
  });

  test('does not keep the server from closing', async () => {
    const asked = new Promise<void>((resolve) => {
      onCall = () => {
        resolve();
        return 'pass';
      };
    });
    const waiting = receive({ WaitTimeSeconds: 20 });
    await asked;
    await aws.close();
    expect(await waiting).toEqual([]);
    client.destroy();
    await start();
  });
});

test.each<[string, () => Promise<unknown>, object]>([
  ['a queue that is not there', () => receive({ QueueUrl: localQueueUrl('none') }), QueueDoesNotExist],
  [
    'eleven messages at once',
    () => {
      const Entries = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' }));
      return client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    },
    TooManyEntriesInBatchRequest,
  ],
  ['a message without a body', () => send(''), Error],
  ['a message over 1 MB', () => send('x'.repeat(2 ** 20 + 1)), Error],
  ['a wait over 20 seconds', () => receive({ WaitTimeSeconds: 21 }), Error],
])('%s is refused', async (_title, call, kind) => {
  await expect(call()).rejects.toBeInstanceOf(kind);
});

test('the queue is found by its name, and tells its redrive policy', async () => {
  const found = await client.send(new GetQueueUrlCommand({ QueueName: 'refreshes' }));
  expect(found.QueueUrl).toBe(QueueUrl);
  const input = { QueueUrl, AttributeNames: ['RedrivePolicy' as const, 'VisibilityTimeout' as const] };
  const { Attributes } = await client.send(new GetQueueAttributesCommand(input));
  expect(JSON.parse(Attributes?.RedrivePolicy ?? '')).toEqual({
    deadLetterTargetArn: deadLetterArn,
    maxReceiveCount: 2,
  });
  expect(Attributes).toMatchObject({ VisibilityTimeout: '60' });
});

test('messages survive a restart, with what was known of them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-sqs-'));
  await stop();
  await start(folder);
  await send('a');
  await send('b');
  const [first] = await receive();
  await stop();
  await start(folder);
  expect(await counts()).toEqual([1, 1, 0]);
  await hide(first?.ReceiptHandle, 0);
  expect(
    (await receive({ MaxNumberOfMessages: 10 })).map(({ Attributes }) => Attributes?.ApproximateReceiveCount),
  ).toEqual(['2', '1']);
  await stop();
  rmSync(folder, { recursive: true });
  await start();
});
