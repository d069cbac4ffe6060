import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { localAccount, localQueueUrl } from './local-account.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import { Refusal } from './refusal.ts';
import { checkedEntries, type Entry, groupingOf, invalid, missing, whole } from './sqs-input.ts';

export interface LocalQueue {
  name: string;
  /** Default: 30. */
  visibilityTimeoutSeconds?: number;
  /** Where a message goes that was received so often and is still there. */
  redrive?: { deadLetterArn: string; maxReceiveCount: number };
}

interface SqsInput extends Entry {
  QueueUrl?: string;
  QueueName?: string;
  Entries?: Entry[];
  MaxNumberOfMessages?: number;
  WaitTimeSeconds?: number;
}

type Run = (input: SqsInput, signal: AbortSignal) => object | Promise<object>;

const maxBodyBytes = 2 ** 20;
const maxVisibilitySeconds = 43_200;

/**
 * Standard queues, and FIFO queues by their names. A queue is known by the last part of its URL. No attributes of
 * messages, no retention period, no deduplication by content.
 */
export function createSqs(store: MessageStore, queues: readonly LocalQueue[]): Record<string, Run> {
  const changes = new EventEmitter().setMaxListeners(0);

  function queueOf({ QueueUrl = '' }: SqsInput): LocalQueue {
    const queue = queues.find(({ name }) => name === QueueUrl.split('/').at(-1));
    if (!queue) throw new Refusal('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  function send({ name }: LocalQueue, entry: Entry) {
    const { MessageBody = '', DelaySeconds = 0, MessageAttributes } = entry;
    if (MessageBody === '') throw missing('MessageBody');
    if (Buffer.byteLength(MessageBody) > maxBodyBytes) {
      throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${maxBodyBytes} bytes.`);
    }
    if (MessageAttributes && Object.keys(MessageAttributes).length > 0) {
      throw new Refusal('com.amazonaws.sqs#UnsupportedOperation', 'Attributes of messages are not known here.');
    }
    whole('DelaySeconds', DelaySeconds, 0, 900);
    const MessageId = store.add(name, MessageBody, DelaySeconds * 1000, groupingOf(entry, isFifo(name)));
    changes.emit(name);
    return { MessageId, MD5OfMessageBody: md5(MessageBody) };
  }

  function remove(queue: LocalQueue, { ReceiptHandle }: Entry) {
    const message = received(queue, ReceiptHandle);
    if (message) store.delete(queue.name, message.id);
    // The rest of its group is visible now.
    changes.emit(queue.name);
    return {};
  }

  function hide(queue: LocalQueue, { ReceiptHandle, VisibilityTimeout }: Entry) {
    if (VisibilityTimeout === undefined) throw missing('VisibilityTimeout');
    whole('VisibilityTimeout', VisibilityTimeout, 0, maxVisibilitySeconds);
    const message = received(queue, ReceiptHandle);
    if (!message)
      throw invalid(`Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist.`);
    if (message.visibleAt <= Date.now()) throw new Refusal('com.amazonaws.sqs#MessageNotInflight');
    store.hide(queue.name, message.id, VisibilityTimeout * 1000);
    changes.emit(queue.name);
    return {};
  }

  /** undefined when the message is gone, or was received again since; a FIFO queue refuses that. */
  function received({ name }: LocalQueue, handle: string | undefined): StoredMessage | undefined {
    const [, id = '', receipt] = /^([0-9a-f-]{36})\.([0-9a-f-]{36})$/.exec(handle ?? '') ?? [];
    if (!receipt) throw new Refusal('com.amazonaws.sqs#ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
    const message = store.find(name, id);
    const isOurs = message?.receipt === receipt;
    if (isFifo(name) && message && !(isOurs && message.visibleAt > Date.now())) {
      throw invalid(`Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`);
    }
    return isOurs ? message : undefined;
  }

  function take(
    { name, redrive, visibilityTimeoutSeconds = 30 }: LocalQueue,
    { MaxNumberOfMessages: max = 1, ...input }: SqsInput,
  ) {
    const taken: StoredMessage[] = [];
    for (;;) {
      const visible = store.visible(name, max - taken.length);
      if (visible.length === 0 || taken.length === max) return taken;
      for (const message of visible) {
        const worn = redrive !== undefined && message.receives >= redrive.maxReceiveCount;
        if (worn) bury(message, redrive.deadLetterArn);
        else taken.push(store.receive(message, (input.VisibilityTimeout ?? visibilityTimeoutSeconds) * 1000));
      }
      if (input.VisibilityTimeout === 0) return taken;
    }
  }

  function bury(message: StoredMessage, deadLetterArn: string) {
    const name = deadLetterArn.split(':').at(-1) ?? '';
    store.move(message, name);
    changes.emit(name);
  }

  const each = (run: (queue: LocalQueue, entry: Entry) => object): Run =>
    function runEach(input) {
      const queue = queueOf(input);
      const entries = checkedEntries(input.Entries);
      const Successful: object[] = [];
      const Failed: object[] = [];
      for (const entry of entries) {
        try {
          Successful.push({ Id: entry.Id, ...run(queue, entry) });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          const Code = error.code.replace(/^.*#/, '');
          Failed.push({ Id: entry.Id, SenderFault: true, Code, Message: error.message });
        }
      }
      return { Successful, Failed };
    };

  return {
    SendMessage: (input) => send(queueOf(input), input),
    SendMessageBatch: each(send),
    DeleteMessage: (input) => remove(queueOf(input), input),
    DeleteMessageBatch: each(remove),
    ChangeMessageVisibility: (input) => hide(queueOf(input), input),
    ChangeMessageVisibilityBatch: each(hide),

    async ReceiveMessage(input, signal) {
      const queue = queueOf(input);
      whole('MaxNumberOfMessages', input.MaxNumberOfMessages ?? 1, 1, 10);
      whole('VisibilityTimeout', input.VisibilityTimeout ?? 0, 0, maxVisibilitySeconds);
      whole('WaitTimeSeconds', input.WaitTimeSeconds ?? 0, 0, 20);
      const until = Date.now() + (input.WaitTimeSeconds ?? 0) * 1000;
      let taken = take(queue, input);
      while (taken.length === 0 && Date.now() < until && !signal.aborted) {
        const at = Math.min(until, store.nextVisibleAt(queue.name) ?? until);
        await wait(changes, queue.name, at - Date.now(), signal);
        if (!signal.aborted) taken = take(queue, input);
      }
      return taken.length > 0 ? { Messages: taken.map(describe) } : {};
    },

    GetQueueUrl({ QueueName }) {
      const { name } = queueOf({ QueueUrl: QueueName ?? '' });
      return { QueueUrl: localQueueUrl(name) };
    },

    GetQueueAttributes(input) {
      const { name, visibilityTimeoutSeconds = 30, redrive } = queueOf(input);
      const { visible, inFlight, delayed } = store.count(name);
      const policy = redrive && {
        deadLetterTargetArn: redrive.deadLetterArn,
        maxReceiveCount: redrive.maxReceiveCount,
      };
      const Attributes: Record<string, string> = {
        QueueArn: `arn:aws:sqs:${localAccount.region}:${localAccount.id}:${name}`,
        VisibilityTimeout: String(visibilityTimeoutSeconds),
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(inFlight),
        ApproximateNumberOfMessagesDelayed: String(delayed),
        ...(policy && { RedrivePolicy: JSON.stringify(policy) }),
        ...(isFifo(name) && { FifoQueue: 'true', ContentBasedDeduplication: 'false' }),
      };
      return { Attributes };
    },
  };
}

/** Until the queue changes, the time is over or the signal aborts. */
async function wait(changes: EventEmitter, queue: string, milliseconds: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const waits = [
    once(changes, queue, { signal: either }),
    sleep(Math.max(1, milliseconds), undefined, { signal: either }),
  ];
  try {
    await Promise.race(waits);
  } catch {
    // Aborted.
  } finally {
    over.abort();
    await Promise.allSettled(waits);
  }
}

function describe({ id, body, groupId, deduplicationId, receipt, receives, sentAt, firstReceivedAt }: StoredMessage) {
  return {
    MessageId: id,
    ReceiptHandle: `${id}.${receipt}`,
    Body: body,
    MD5OfBody: md5(body),
    Attributes: {
      SenderId: localAccount.id,
      SentTimestamp: String(sentAt),
      ApproximateReceiveCount: String(receives),
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
      ...(groupId !== null && { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId }),
    },
  };
}

function isFifo(queueName: string): boolean {
  return queueName.endsWith('.fifo');
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
