import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { LocalAwsAccess } from './aws/local-account.ts';
import type { InvocationOutcome } from './lambda-function.ts';
import { doneMessages, toSqsEvent } from './sqs-event.ts';
import type { Delivery } from './stack-event-sources.ts';

interface QueuePollerOptions {
  aws: LocalAwsAccess;
  delivery: Delivery;
  invoke: (functionId: string, event: unknown) => Promise<InvocationOutcome>;
}

export interface QueuePoller {
  /** Gives back to the queue what the function has not finished, for the next run to have at once. Takes up to a second. */
  close(): Promise<void>;
}

/**
 * Short, for an end waits for it: a receiver that breaks off may still be handed a message, which then is out of sight
 * until its visibility timeout is over.
 */
const waitSeconds = 1;
/** While the local AWS starts anew. */
const pauseMilliseconds = 200;

/**
 * Calls a function with the messages of a queue, as a Lambda event source does: so many batches at the same time, done
 * messages deleted, others left until the queue shows them again.
 */
export function pollQueue({ aws, delivery, invoke }: QueuePollerOptions): QueuePoller {
  const client = new SQSClient(aws);
  const { functionId, queueUrl: QueueUrl, batchSize, maximumConcurrency } = delivery;
  const underWay = new Set<Promise<unknown>>();
  const closing = new AbortController();
  const closed = once(closing.signal, 'abort');
  const givenUp = Promise.withResolvers<'given up'>();

  const receive = async (): Promise<Message[]> => {
    const input = { QueueUrl, MaxNumberOfMessages: Math.min(batchSize, 10), WaitTimeSeconds: waitSeconds };
    const command = new ReceiveMessageCommand({ ...input, MessageSystemAttributeNames: ['All'] });
    const { Messages = [] } = await client.send(command);
    return Messages;
  };
  const handle = async (messages: readonly Message[]): Promise<void> => {
    const outcome = await Promise.race([invoke(functionId, toSqsEvent(delivery, messages)), givenUp.promise]);
    if (outcome === 'given up') await Promise.all(messages.map(giveBack));
    else await Promise.all(doneMessages(delivery, messages, outcome).map(remove));
  };
  const remove = ({ ReceiptHandle }: Message) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  const giveBack = ({ ReceiptHandle }: Message) =>
    client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

  const poll = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      if (underWay.size >= maximumConcurrency) {
        await Promise.race([closed, ...underWay]);
        continue;
      }
      const messages = await receive().catch(() => undefined);
      if (!messages) await Promise.race([closed, sleep(pauseMilliseconds)]);
      else if (messages.length > 0) {
        // A message that could not be handled or deleted comes again.
        const handling = handle(messages)
          .catch(() => {})
          .finally(() => underWay.delete(handling));
        underWay.add(handling);
      }
    }
  };

  const polling = poll();
  return {
    async close() {
      closing.abort();
      await polling;
      givenUp.resolve('given up');
      await Promise.all(underWay);
      client.destroy();
    },
  };
}
