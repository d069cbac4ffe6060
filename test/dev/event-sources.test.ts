import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { localAccount, localQueueUrl } from '../../dev/aws/local-account.ts';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../dev/aws/local-aws.ts';
import { type RunningEventSources, runEventSources } from '../../dev/event-sources.ts';
import type { InvocationOutcome } from '../../dev/lambda-function.ts';
import { runSchedule } from '../../dev/run-schedule.ts';
import type { Delivery, Schedule } from '../../dev/stack-event-sources.ts';

const queueArn = `arn:aws:sqs:${localAccount.region}:${localAccount.id}:requests`;
const delivery: Delivery = {
  functionId: 'Consumer',
  queueUrl: localQueueUrl('requests'),
  queueArn,
  batchSize: 1,
  maximumConcurrency: 2,
  reportsItemFailures: true,
};
const hourly: Schedule = { ruleArn: 'arn:rule', functionIds: ['Scheduled'], everySeconds: 3600 };

type Handler = (records: SQSEvent['Records']) => Promise<string[]> | string[];

let aws: LocalAws;
let client: SQSClient;
let sources: RunningEventSources | undefined;

const startAws = (options: LocalAwsOptions = {}) =>
  startLocalAws({
    ...options,
    queues: [
      { name: 'dead' },
      {
        name: 'requests',
        visibilityTimeoutSeconds: 600,
        redrive: { deadLetterArn: queueArn.replace('requests', 'dead'), maxReceiveCount: 3 },
      },
    ],
  });

beforeEach(async () => {
  aws = await startAws();
  client = new SQSClient(aws.access);
});

afterEach(async () => {
  vi.useRealTimers();
  await sources?.close();
  sources = undefined;
  client.destroy();
  await aws.close();
});

/** Delivers to a function that refuses the messages whose ids the handler answers, to be shown again at once. */
function deliverTo(handler: Handler, changes: Partial<Delivery> = {}): RunningEventSources {
  const invoke = async (_: string, event: unknown): Promise<InvocationOutcome> => {
    const { Records } = event as SQSEvent;
    const failures = await handler(Records);
    for (const { messageId, receiptHandle: ReceiptHandle } of Records) {
      const input = { QueueUrl: localQueueUrl('requests'), ReceiptHandle, VisibilityTimeout: 0 };
      if (failures.includes(messageId)) await client.send(new ChangeMessageVisibilityCommand(input));
    }
    return { kind: 'result', result: { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) } };
  };
  sources = runEventSources({ aws: aws.access, invoke });
  void sources.update({ deliveries: [{ ...delivery, ...changes }], schedules: [] });
  return sources;
}

const send = (body: string) =>
  client.send(new SendMessageCommand({ QueueUrl: localQueueUrl('requests'), MessageBody: body }));

async function receive(queue: string, WaitTimeSeconds = 0): Promise<string[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: localQueueUrl(queue), MaxNumberOfMessages: 10, WaitTimeSeconds }),
  );
  return Messages.map(({ Body = '' }) => Body);
}

it('calls the function once with each message, and no more when it is done', async () => {
  const seen: string[] = [];
  const source = deliverTo((records) => {
    seen.push(...records.map(({ body, eventSourceARN }) => `${body} of ${eventSourceARN}`));
    return [];
  });
  await send('one');
  await send('two');
  await expect.poll(() => seen.toSorted()).toEqual([`one of ${queueArn}`, `two of ${queueArn}`]);
  await source.close();
  expect(await receive('requests')).toEqual([]);
});

it('a refused message comes again, counted, and goes to the dead letters after the third time', async () => {
  const counts: string[] = [];
  deliverTo((records) => {
    counts.push(...records.map(({ attributes }) => attributes.ApproximateReceiveCount));
    return records.map(({ messageId }) => messageId);
  });
  await send('poison');
  expect(await receive('dead', 20)).toEqual(['poison']);
  expect(counts).toEqual(['1', '2', '3']);
});

it('of a batch only the refused message comes again', async () => {
  for (const body of ['good', 'bad', 'better']) await send(body);
  const batches: string[][] = [];
  deliverTo(
    (records) => {
      batches.push(records.map(({ body }) => body));
      return records
        .filter(({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1')
        .map(({ messageId }) => messageId);
    },
    { batchSize: 10, maximumConcurrency: 1 },
  );
  await expect.poll(() => batches).toEqual([['good', 'bad', 'better'], ['bad']]);
});

it('never calls the function more often at a time than the stack says', async () => {
  let [running, most, done] = [0, 0, 0];
  const release: (() => void)[] = [];
  deliverTo(async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => release.push(resolve));
    running--;
    done++;
    return [];
  });
  for (const body of ['1', '2', '3', '4', '5']) await send(body);
  await expect
    .poll(() => {
      if (release.length === 2 || done >= 4) for (const each of release.splice(0)) each();
      return done;
    })
    .toBe(5);
  expect(most).toBe(2);
});

it('gives back what is not finished when it ends', async () => {
  let called = false;
  const source = deliverTo(() => {
    called = true;
    return new Promise<string[]>(() => {});
  });
  await send('unfinished');
  await expect.poll(() => called).toBe(true);
  expect(await receive('requests')).toEqual([]);
  await source.close();
  expect(await receive('requests')).toEqual(['unfinished']);
});

it('goes on when the local AWS has started anew', async () => {
  const seen: string[] = [];
  deliverTo((records) => {
    seen.push(...records.map(({ body }) => body));
    return [];
  });
  await send('before');
  await expect.poll(() => seen).toEqual(['before']);
  const { endpoint, credentials } = aws.access;
  await aws.close();
  aws = await startAws({ port: Number(new URL(endpoint).port), credentials });
  await send('after');
  await expect.poll(() => seen).toEqual(['before', 'after']);
});

it('keeps running what has not changed, and ends what is gone', async () => {
  const calls: string[] = [];
  const invoke = async (functionId: string): Promise<InvocationOutcome> => {
    calls.push(functionId);
    return { kind: 'result', result: undefined };
  };
  sources = runEventSources({ aws: aws.access, invoke });
  await sources.update({ deliveries: [], schedules: [hourly] });
  await sources.update({ deliveries: [], schedules: [{ ...hourly }] });
  expect(calls).toEqual(['Scheduled']);
  await sources.triggerSchedules();
  expect(calls).toEqual(['Scheduled', 'Scheduled']);
  await sources.update({ deliveries: [], schedules: [] });
  await sources.triggerSchedules();
  expect(calls).toEqual(['Scheduled', 'Scheduled']);
});

it('a schedule comes due at once and then at its rate, with the event of EventBridge', () => {
  vi.useFakeTimers({ now: Date.parse('2024-05-06T07:08:09.123Z') });
  const events: unknown[] = [];
  const schedule = runSchedule(hourly, async (functionId, event) => {
    events.push([functionId, event]);
    throw new Error('The function cannot start.');
  });
  vi.advanceTimersByTime(2 * 3600 * 1000);
  expect(events).toHaveLength(3);
  const id = expect.stringMatching(/^[\da-f-]{36}$/);
  expect(events[0]).toEqual([
    'Scheduled',
    expect.objectContaining({ id, time: '2024-05-06T07:08:09Z', source: 'aws.events', resources: ['arn:rule'] }),
  ]);
  schedule.close();
  vi.advanceTimersByTime(24 * 3600 * 1000);
  expect(events).toHaveLength(3);
});

it('a schedule of certain times comes due only when it is triggered', async () => {
  const calls: string[] = [];
  const schedule = runSchedule({ ...hourly, everySeconds: undefined }, async (functionId) => {
    calls.push(functionId);
    return { kind: 'error' };
  });
  expect(calls).toEqual([]);
  expect(await schedule.trigger()).toEqual([{ kind: 'error' }]);
  schedule.close();
});
