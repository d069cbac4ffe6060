import type { Grouping } from './message-store.ts';
import { Refusal } from './refusal.ts';

/** One message of a call, or of its batch. */
export interface Entry {
  Id?: string;
  MessageBody?: string;
  DelaySeconds?: number;
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
  MessageAttributes?: object;
  ReceiptHandle?: string;
  VisibilityTimeout?: number;
}

/** The entries of a batch, refused as SQS does. */
export function checkedEntries(entries: readonly Entry[] = []): readonly Entry[] {
  const refuse = (code: string, message: string) => new Refusal(`com.amazonaws.sqs#${code}`, message);
  if (entries.length === 0) throw refuse('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10)
    throw refuse('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
  if (!entries.every(({ Id = '' }) => /^[A-Za-z0-9_-]{1,80}$/.test(Id))) {
    throw refuse(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores.',
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  }
  return entries;
}

/** undefined in a standard queue: what its messages may have of a group is without effect here. */
export function groupingOf(entry: Entry, isFifo: boolean): Grouping | undefined {
  const { MessageGroupId, MessageDeduplicationId, DelaySeconds = 0 } = entry;
  const misplaced = (name: 'DelaySeconds' | 'MessageDeduplicationId') => {
    const reason = 'The request include parameter that is not valid for this queue type.';
    return invalid(`Value ${entry[name]} for parameter ${name} is invalid. Reason: ${reason}`);
  };
  if (!isFifo) {
    if (MessageDeduplicationId !== undefined) throw misplaced('MessageDeduplicationId');
    return undefined;
  }
  if (MessageGroupId === undefined) throw missing('MessageGroupId');
  if (MessageDeduplicationId === undefined) {
    throw invalid(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  for (const [name, value] of Object.entries({ MessageGroupId, MessageDeduplicationId })) {
    if (/^[!-~]{1,128}$/.test(value)) continue;
    const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
    throw invalid(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
  }
  if (DelaySeconds > 0) throw misplaced('DelaySeconds');
  return { groupId: MessageGroupId, deduplicationId: MessageDeduplicationId };
}

export function whole(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw invalid(`Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}.`);
}

export function invalid(message: string): Refusal {
  return new Refusal('com.amazonaws.sqs#InvalidParameterValue', message);
}

export function missing(name: string): Refusal {
  return new Refusal('com.amazonaws.sqs#MissingParameter', `The request must contain the parameter ${name}.`);
}
