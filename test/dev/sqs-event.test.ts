import { describe, expect, it } from 'vitest';
import type { InvocationOutcome } from '../../dev/lambda-function.ts';
import { doneMessages, toSqsEvent } from '../../dev/sqs-event.ts';

const delivery = {
  functionId: 'Consumer',
  queueUrl: 'https://sqs.eu-west-1.amazonaws.com/000000000000/requests',
  queueArn: 'arn:aws:sqs:eu-west-1:000000000000:requests',
  batchSize: 10,
  maximumConcurrency: 2,
  reportsItemFailures: true,
};
const messages = ['a', 'b', 'c'].map((MessageId) => ({ MessageId, ReceiptHandle: `receipt-${MessageId}`, Body: '{}' }));

it('is the event that Lambda makes of messages', () => {
  const attributes = { ApproximateReceiveCount: '2', SentTimestamp: '1700000000000', SenderId: 'me' };
  const message = { MessageId: 'a', ReceiptHandle: 'receipt', Body: '{"website":"ha-1"}', MD5OfBody: 'md5' };
  expect(toSqsEvent(delivery, [{ ...message, Attributes: attributes }])).toEqual({
    Records: [
      {
        messageId: 'a',
        receiptHandle: 'receipt',
        body: '{"website":"ha-1"}',
        attributes,
        messageAttributes: {},
        md5OfBody: 'md5',
        eventSource: 'aws:sqs',
        eventSourceARN: delivery.queueArn,
        awsRegion: 'eu-west-1',
      },
    ],
  });
});

describe('the function is done with', () => {
  const done = (outcome: InvocationOutcome, reportsItemFailures = true) =>
    doneMessages({ ...delivery, reportsItemFailures }, messages, outcome)
      .map(({ MessageId }) => MessageId)
      .join('');
  const refusing = (...ids: unknown[]): InvocationOutcome => ({
    kind: 'result',
    result: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
  });

  it.each<[string, InvocationOutcome, string]>([
    ['all, when it answers nothing', { kind: 'result', result: undefined }, 'abc'],
    ['all, when it answers null', { kind: 'result', result: null }, 'abc'],
    ['all, when it names no failures', { kind: 'result', result: {} }, 'abc'],
    ['all, when its list of failures is null', { kind: 'result', result: { batchItemFailures: null } }, 'abc'],
    ['all, when its list of failures is empty', refusing(), 'abc'],
    ['those that it does not name', refusing('b'), 'ac'],
    ['none, when it names all', refusing('a', 'b', 'c'), ''],
    ['none, when it names one that is not in the batch', refusing('b', 'x'), ''],
    ['none, when it names an empty id', refusing(''), ''],
    ['none, when it names no id', refusing(undefined), ''],
    ['none, when its list is none', { kind: 'result', result: { batchItemFailures: 'b' } }, ''],
    ['none, after an error', { kind: 'error' }, ''],
    ['none, after a timeout', { kind: 'timeout' }, ''],
  ])('%s', (_, outcome, ids) => {
    expect(done(outcome)).toBe(ids);
  });

  it('all, whatever it answers, when it is not meant to name failures', () => {
    expect([done(refusing('b'), false), done({ kind: 'error' }, false)]).toEqual(['abc', '']);
  });
});
