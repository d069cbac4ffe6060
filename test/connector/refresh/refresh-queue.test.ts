import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deadlineIn } from '../../../connector/deadline.ts';
import {
  parseRefreshRequest,
  postponeRefresh,
  requestRefresh,
  requestRefreshes,
} from '../../../connector/refresh/refresh-queue.ts';
import { parseWebsite, type Website } from '../../../connector/website.ts';
import type { OnCall } from '../../../dev/aws/fault.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testQueue as QueueUrl, useLocalAws } from '../../helpers/local-aws.ts';

let aws: LocalAws;
let sdk: SQSClient;
let calls: string[] = [];
let onCall: OnCall = () => 'pass';
beforeEach(async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.02);
  calls = [];
  onCall = () => 'pass';
  aws = await useLocalAws({
    onCall(service, operation, input) {
      calls.push(operation);
      return onCall(service, operation, input);
    },
  });
  sdk = new SQSClient(aws.access);
});
afterEach(async () => {
  vi.restoreAllMocks();
  sdk.destroy();
  await aws.close();
});

const soon = () => deadlineIn(5_000);
const website = (number: number) => parseWebsite(`ha-${number}`)!;
const websites = (count: number) => Array.from({ length: count }, (_, index) => website(index + 1));

async function received(): Promise<Website[]> {
  const found: Website[] = [];
  for (;;) {
    const { Messages } = await sdk.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (!Messages) return found;
    found.push(...Messages.map(({ Body }) => parseRefreshRequest(Body ?? '')));
  }
}

const identified = (Id: string | undefined, number: number) => ({
  ...(Id && { Id }),
  MessageBody: `{"website":"ha-${number}"}`,
  MessageGroupId: `ha-${number}`,
  MessageDeduplicationId: expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/),
});

test('each request is of its website’s group, and repeats no other', async () => {
  const inputs: Record<string, unknown>[] = [];
  onCall = (_service, _operation, input) => {
    inputs.push(input);
    return 'pass';
  };
  await requestRefresh(website(1), soon());
  await requestRefresh(website(1), soon());
  await requestRefreshes([website(1), website(2), website(1)], soon());
  const [first, second, { Entries }] = inputs as [object, object, { Entries: object[] }];
  expect([first, second]).toEqual([1, 1].map((number) => ({ QueueUrl, ...identified(undefined, number) })));
  expect(Entries).toEqual([identified('0', 1), identified('1', 2), identified('2', 1)]);
  const ids = [first, second, ...Entries].map(
    (message) => 'MessageDeduplicationId' in message && message.MessageDeduplicationId,
  );
  expect(new Set(ids).size).toBe(5);
});

test('of one website only one is received at a time', async () => {
  await requestRefreshes([website(1), website(1), website(2)], soon());
  const receive = async () => (await sdk.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.Body;
  expect([await receive(), await receive(), await receive()]).toEqual([
    '{"website":"ha-1"}',
    '{"website":"ha-2"}',
    undefined,
  ]);
});

test('a request whose answer is lost is sent again, and queued once', async () => {
  let lost = false;
  onCall = (_service, operation) => {
    if (lost || operation !== 'SendMessage') return 'pass';
    lost = true;
    return { kind: 'lose answer' };
  };
  await requestRefresh(website(1), soon());
  expect(calls).toEqual(['SendMessage', 'SendMessage']);
  const [message] = (await sdk.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? [];
  await sdk.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  expect(await received()).toEqual([]);
});

test('a website is queued', async () => {
  await requestRefresh(website(1), soon());
  expect(await received()).toEqual(['ha-1']);
});

test('any number of websites is queued, in tens', async () => {
  await requestRefreshes(websites(23), soon());
  expect(calls).toEqual(['SendMessageBatch', 'SendMessageBatch', 'SendMessageBatch']);
  expect(await received()).toEqual(websites(23));
  calls = [];
  await requestRefreshes([], soon());
  expect(calls).toEqual([]);
});

describe('of a batch', () => {
  const failing = (SenderFault: boolean) => ({
    kind: 'answer' as const,
    status: 200,
    body: JSON.stringify({
      Successful: [{ Id: '0' }, { Id: '2' }],
      Failed: [{ Id: '1', Code: SenderFault ? 'InvalidMessageContents' : 'InternalError', SenderFault }],
    }),
  });

  test('only what failed is sent again', async () => {
    let first = true;
    onCall = () => {
      if (!first) return 'pass';
      first = false;
      return failing(false);
    };
    await requestRefreshes(websites(3), soon());
    expect(await received()).toEqual(['ha-2']);
  });

  test('what always fails is an error, after three attempts', async () => {
    onCall = () => failing(false);
    const error = { name: 'AwsError', service: 'sqs', code: 'InternalError' };
    await expect(requestRefreshes(websites(3), soon())).rejects.toMatchObject(error);
    expect(calls).toHaveLength(3);
  });

  test('what is our fault is an error at once', async () => {
    onCall = () => failing(true);
    await expect(requestRefreshes(websites(3), soon())).rejects.toMatchObject({ code: 'InvalidMessageContents' });
    expect(calls).toHaveLength(1);
  });
});

test('a message that is postponed comes again when the time is over', async () => {
  await requestRefresh(website(1), soon());
  const { Messages: [message] = [] } = await sdk.send(new ReceiveMessageCommand({ QueueUrl }));
  await postponeRefresh(message?.ReceiptHandle ?? '', 0, soon());
  expect(await received()).toEqual(['ha-1']);
});

test('a queue that is not there is an error', async () => {
  process.env.REFRESH_QUEUE_URL = `${QueueUrl}-other`;
  await expect(requestRefresh(website(1), soon())).rejects.toMatchObject({ code: 'QueueDoesNotExist', status: 400 });
});

describe('a request', () => {
  test.each([
    '',
    '{}',
    'null',
    '"ha-1"',
    '[]',
    '{"website":1}',
    '{"website":null}',
    '{"website":"../ha-1"}',
    '{"website":"ha-0"}',
    '{"website":["ha-1"]}',
    '{"website":"ha-1"',
  ])('that is nonsense is an error that does not repeat it: %s', (body) => {
    expect(() => parseRefreshRequest(body)).toThrow('A refresh request must be {"website": "ha-123"}.');
  });

  test('of any shape names a website or is an error', () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ website: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        try {
          expect(parseWebsite(parseRefreshRequest(body))).toBeDefined();
        } catch (error) {
          expect(String(error)).toContain('A refresh request must be');
        }
      }),
    );
  });
});
