import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { localAccount, localQueueUrl } from '../../../dev/aws/local-account.ts';
import { type LocalAws, startLocalAws } from '../../../dev/aws/local-aws.ts';
import { openLocalState } from '../../../dev/aws/local-state.ts';
import { openMessageStore } from '../../../dev/aws/message-store.ts';
import { createSqs } from '../../../dev/aws/sqs.ts';

const QueueUrl = localQueueUrl('refreshes.fifo');
const deadLetters = localQueueUrl('failed.fifo');
const deadLetterArn = `arn:aws:sqs:${localAccount.region}:${localAccount.id}:failed.fifo`;
const maxReceiveCount = 2;
const queues = [
  { name: 'refreshes.fifo', visibilityTimeoutSeconds: 60, redrive: { deadLetterArn, maxReceiveCount } },
  { name: 'failed.fifo' },
  { name: 'standard' },
];

describe('to the SDK', () => {
  let aws: LocalAws;
  let client: SQSClient;
  beforeEach(async () => {
    aws = await startLocalAws({ queues });
    client = new SQSClient(aws.access);
  });
  afterEach(async () => {
    client.destroy();
    await aws.close();
  });

  let sent = 0;
  const send = (MessageGroupId: string, MessageBody: string, MessageDeduplicationId = `${++sent}`) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId }));
  async function receive(more: Partial<ReceiveMessageCommand['input']> = {}): Promise<Message[]> {
    const input = { QueueUrl, MessageSystemAttributeNames: ['All' as const], ...more };
    return (await client.send(new ReceiveMessageCommand(input))).Messages ?? [];
  }
  const hide = (message: Message | undefined, VisibilityTimeout: number) =>
    client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
    );
  const remove = (message: Message | undefined) =>
    client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  const bodies = (messages: Message[]) => messages.map(({ Body }) => Body);

  it('it tells its kind, and of each message the group and the deduplication id', async () => {
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({ FifoQueue: 'true', ContentBasedDeduplication: 'false' });
    await send('a', 'a1', 'once');
    expect((await receive())[0]?.Attributes).toMatchObject({ MessageGroupId: 'a', MessageDeduplicationId: 'once' });
  });

  it('gives out the next of a group when the one before is deleted, other groups meanwhile', async () => {
    for (const body of ['a1', 'a2', 'b1']) await send(body[0]!, body);
    const [first] = await receive();
    expect(bodies([first!, ...(await receive({ MaxNumberOfMessages: 10 }))])).toEqual(['a1', 'b1']);
    await hide(first, 600);
    expect(await receive()).toEqual([]);
    const waiting = receive({ WaitTimeSeconds: 20 });
    await remove(first);
    expect(bodies(await waiting)).toEqual(['a2']);
  });

  it('gives out the same again when it is shown again, and the next once it is among the dead letters', async () => {
    await send('a', 'a1');
    await send('a', 'a2');
    for (let receives = 1; receives <= maxReceiveCount; receives++) {
      const [message] = await receive();
      expect(message).toMatchObject({ Body: 'a1', Attributes: { ApproximateReceiveCount: `${receives}` } });
      await hide(message, 0);
    }
    expect(bodies(await receive())).toEqual(['a2']);
    const [dead] = await receive({ QueueUrl: deadLetters });
    expect(dead).toMatchObject({ Body: 'a1', Attributes: { MessageGroupId: 'a', ApproximateReceiveCount: '1' } });
    expect(dead?.Attributes?.MessageDeduplicationId).toBe(dead?.MessageId);
  });

  it('takes each entry of a batch by its own group and id', async () => {
    const entry = (Id: string, more: object) => ({ Id, MessageBody: Id, ...more });
    const Entries = [
      entry('a1', { MessageGroupId: 'a', MessageDeduplicationId: 'x' }),
      entry('a2', { MessageGroupId: 'a', MessageDeduplicationId: 'x' }),
      entry('b1', { MessageGroupId: 'b', MessageDeduplicationId: 'y' }),
      entry('c1', { MessageDeduplicationId: 'z' }),
    ];
    const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a1', 'a2', 'b1']);
    expect(Failed).toMatchObject([{ Id: 'c1', SenderFault: true, Code: 'MissingParameter' }]);
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['a1', 'b1']);
  });

  it('refuses to delete what is shown again, for another may have it', async () => {
    await send('a', 'a1');
    const [message] = await receive();
    await hide(message, 0);
    const expired = { name: 'InvalidParameterValue', message: expect.stringContaining('receipt handle has expired') };
    await expect(remove(message)).rejects.toMatchObject(expired);
    await receive();
    await expect(remove(message)).rejects.toMatchObject(expired);
  });

  it.each<[string, string, object]>([
    ['without a group', 'MissingParameter', { MessageDeduplicationId: '1' }],
    ['without a deduplication id', 'InvalidParameterValue', { MessageGroupId: 'a' }],
    ['of a group with a space', 'InvalidParameterValue', { MessageGroupId: 'a b', MessageDeduplicationId: '1' }],
    ['with a long id', 'InvalidParameterValue', { MessageGroupId: 'a', MessageDeduplicationId: '1'.repeat(129) }],
    ['with a delay', 'InvalidParameterValue', { MessageGroupId: 'a', MessageDeduplicationId: '1', DelaySeconds: 1 }],
  ])('refuses a message %s', async (_, name, more) => {
    const command = new SendMessageCommand({ QueueUrl, MessageBody: 'x', ...more });
    await expect(client.send(command)).rejects.toMatchObject({ name });
  });

  it('a standard queue takes a group and minds it not, and refuses a deduplication id', async () => {
    const standard = { QueueUrl: localQueueUrl('standard'), MessageGroupId: 'a', MessageBody: 'x' };
    for (let count = 0; count < 2; count++) await client.send(new SendMessageCommand(standard));
    await receive({ QueueUrl: standard.QueueUrl });
    expect(await receive({ QueueUrl: standard.QueueUrl })).toHaveLength(1);
    await expect(
      client.send(new SendMessageCommand({ ...standard, MessageDeduplicationId: '1' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

interface Sent {
  receives: number;
  handle: string | undefined;
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('receive' as const), most: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom('delete' as const, 'show' as const, 'hide' as const),
      which: fc.nat(9),
    }),
  },
);

/** Without the way through HTTP. */
function startSqs() {
  const state = openLocalState(undefined);
  const sqs = createSqs(openMessageStore(state), queues);
  return {
    close: () => state.close(),
    async call(operation: string, input: object) {
      const output = await sqs[operation]!({ QueueUrl, ...input }, AbortSignal.timeout(1_000));
      return output as { MessageId?: string; Messages?: Message[] };
    },
  };
}

it('accepts a repeated message within five minutes, and does not queue it', async () => {
  const { call, close } = startSqs();
  const repeat = (MessageBody: string) =>
    call('SendMessage', { MessageBody, MessageGroupId: MessageBody, MessageDeduplicationId: 'once' });
  const now = vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
  const { MessageId } = await repeat('a');
  const { Messages: [first] = [] } = await call('ReceiveMessage', {});
  await call('DeleteMessage', { ReceiptHandle: first?.ReceiptHandle });
  now.mockReturnValue(1_000_000 + 5 * 60_000 - 1);
  expect(await repeat('b')).toMatchObject({ MessageId });
  expect(await call('ReceiveMessage', {})).toEqual({});
  now.mockReturnValue(1_000_000 + 5 * 60_000);
  expect((await repeat('b')).MessageId).not.toBe(MessageId);
  expect((await call('ReceiveMessage', {})).Messages).toMatchObject([{ Body: 'b' }]);
  now.mockRestore();
  close();
});

it('in any history: the oldest of a group first, none while another is in flight, nothing lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { call, close } = startSqs();
      /** What is neither deleted nor dead, by group, oldest first. */
      const groups = new Map<string, Map<string, Sent>>(['a', 'b', 'c'].map((group) => [group, new Map()]));
      const dead: string[] = [];
      const isWorn = ({ receives, handle }: Sent) => receives === maxReceiveCount && handle === undefined;
      const isBusy = (group: Map<string, Sent>) => [...group.values()].some(({ handle }) => handle);
      const received = async (most: number) => {
        const free = new Map([...groups].filter(([, group]) => !isBusy(group)));
        const { Messages = [] } = await call('ReceiveMessage', { MaxNumberOfMessages: most });
        for (const { Body = '', ReceiptHandle } of Messages) {
          const group = free.get(Body[0]!);
          if (!group) throw new Error(`${Body} came while another of its group was in flight.`);
          for (const [body, message] of group) {
            if (message.handle) continue;
            if (body === Body) break;
            expect([body, isWorn(message)]).toEqual([body, true]);
            dead.push(body);
            group.delete(body);
          }
          const message = group.get(Body)!;
          message.receives++;
          message.handle = ReceiptHandle;
        }
        if (Messages.length > 0) return;
        for (const group of free.values()) {
          for (const [body, message] of group) {
            expect([body, isWorn(message)]).toEqual([body, true]);
            dead.push(body);
            group.delete(body);
          }
        }
      };

      let count = 0;
      for (const each of steps) {
        if (each.act === 'send') {
          const body = `${each.group}${++count}`;
          const ids = { MessageGroupId: each.group, MessageDeduplicationId: body };
          await call('SendMessage', { MessageBody: body, ...ids });
          groups.get(each.group)!.set(body, { receives: 0, handle: undefined });
        } else if (each.act === 'receive') await received(each.most);
        else {
          const inFlight = [...groups.values()].flatMap((group) => [...group].filter(([, { handle }]) => handle));
          const [body, message] = inFlight[each.which % (inFlight.length || 1)] ?? [];
          if (!body || !message) continue;
          const ReceiptHandle = message.handle;
          if (each.act === 'delete') {
            await call('DeleteMessage', { ReceiptHandle });
            groups.get(body[0]!)!.delete(body);
          } else {
            const VisibilityTimeout = each.act === 'show' ? 0 : 900;
            await call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout });
            if (VisibilityTimeout === 0) message.handle = undefined;
          }
        }
      }
      const buried = await call('ReceiveMessage', { QueueUrl: deadLetters, MaxNumberOfMessages: 10 });
      const bodies = (buried.Messages ?? []).map(({ Body = '' }) => Body);
      for (const group of groups.keys()) {
        const ofGroup = (all: string[]) => all.filter((body) => body.startsWith(group));
        const known = ofGroup(dead);
        const found = ofGroup(bodies);
        if (bodies.length < 10) expect(found.slice(0, known.length)).toEqual(known);
        expect(found).toEqual(found.toSorted((one, other) => Number(one.slice(1)) - Number(other.slice(1))));
      }
      close();
    }),
    { numRuns: 300 },
  );
});
