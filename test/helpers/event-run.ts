import type { SQSEvent } from 'aws-lambda';
import { callAws } from '../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import type { EventHandler } from '../../connector/events/on-event.ts';
import { testEventQueue } from './local-aws.ts';

type Message = { MessageId: string; Body: string; ReceiptHandle: string; Attributes: object };

const deadline = () => deadlineIn(5_000);

export async function receiveMessages(): Promise<Message[]> {
  const input = { QueueUrl: testEventQueue, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] };
  const { Messages = [] } = await callAws<{ Messages?: Message[] }>('sqs', 'ReceiveMessage', input, deadline());
  return Messages;
}

/** Puts a message of the bus into the queue as it would stand there. */
export async function sendToHandler(type: string, detail: unknown): Promise<void> {
  const MessageBody = JSON.stringify({ 'detail-type': type, source: 'test', detail });
  await callAws('sqs', 'SendMessage', { QueueUrl: testEventQueue, MessageBody }, deadline());
}

/** Runs a handler as Lambda does with one message; whether it is done with it, which then is removed. */
export async function runHandler(handler: EventHandler, message: Message, milliseconds = 60_000): Promise<boolean> {
  const { MessageId: messageId, Body: body, ReceiptHandle: receiptHandle, Attributes: attributes } = message;
  const event = { Records: [{ messageId, body, receiptHandle, attributes }] } as unknown as SQSEvent;
  const { batchItemFailures } = await handler(event, { getRemainingTimeInMillis: () => milliseconds });
  if (batchItemFailures.length > 0) return false;
  await callAws('sqs', 'DeleteMessage', { QueueUrl: testEventQueue, ReceiptHandle: receiptHandle }, deadline());
  return true;
}
