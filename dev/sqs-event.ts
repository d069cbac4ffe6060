import type { Message } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecordAttributes } from 'aws-lambda';
import { localAccount } from './aws/local-account.ts';
import type { InvocationOutcome } from './lambda-function.ts';
import type { Delivery } from './stack-event-sources.ts';

/** What Lambda calls a function with for messages of a queue. */
export function toSqsEvent({ queueArn }: Delivery, messages: readonly Message[]): SQSEvent {
  return {
    Records: messages.map(({ MessageId = '', ReceiptHandle = '', Body = '', Attributes, MD5OfBody = '' }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: { ...Attributes } as unknown as SQSRecordAttributes,
      messageAttributes: {},
      md5OfBody: MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: localAccount.region,
    })),
  };
}

/**
 * The messages that the function is done with. As Lambda has it: none after an error, and none when the answer names a
 * failure that is not in the batch.
 */
export function doneMessages(
  { reportsItemFailures }: Delivery,
  messages: readonly Message[],
  outcome: InvocationOutcome,
): readonly Message[] {
  if (outcome.kind !== 'result') return [];
  if (!reportsItemFailures) return messages;
  const failures: unknown = (outcome.result as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures;
  if (failures === undefined || failures === null) return messages;
  if (!Array.isArray(failures)) return [];
  const failed: unknown[] = failures.map((failure) => failure?.itemIdentifier);
  const known = messages.map(({ MessageId }): unknown => MessageId);
  if (!failed.every((id) => known.includes(id))) return [];
  return messages.filter(({ MessageId }) => !failed.includes(MessageId));
}
