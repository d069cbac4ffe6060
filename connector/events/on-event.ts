import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { callAws } from '../aws/call-aws.ts';
import type { EventDeclaration, HandlerUse } from '../connector-config.ts';
import type { EventType } from '../contract/event-schemas.ts';
import { type Deadline, deadlineIn } from '../deadline.ts';
import { type RequestLog, requestLog } from '../endpoint/request-log.ts';
import { eventEnvironment, eventMetrics } from '../environment.ts';
import type { IadvizeApi } from '../iadvize/api-types.ts';
import { claimEvent } from './claim-event.ts';
import { type EventOf, parseBusMessage } from './event-detail.ts';
import { keptApi } from './kept-api.ts';

/** What a handler has beside its event. `openShop` takes it as a call. */
interface EventCall<Api> {
  /**
   * The platform's REST API with the merchant's own key; undefined without `uses: ['apiKey']`, of an event that names no website, and
   * where the install is gone or no key was kept with it.
   */
  api: Api;
  /** Ends before the function does. */
  deadline: Deadline;
  /** The line that this run leaves in the log. */
  log: RequestLog;
}

export type HandlerOptions = Omit<EventDeclaration, 'types'>;

type ApiOf<Type extends EventType, Options> = Options extends { uses: readonly (infer Use)[] }
  ? 'apiKey' extends Use
    ? EventOf<Type>['website'] extends undefined
      ? undefined
      : IadvizeApi | undefined
    : undefined
  : undefined;

type Handle<Type extends EventType, Options> = (
  event: EventOf<Type>,
  call: EventCall<ApiOf<Type, Options>>,
) => Promise<unknown>;

/** What Lambda calls, and what the stack reads of it. */
export interface EventHandler {
  (event: SQSEvent, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<SQSBatchResponse>;
  readonly declaration: EventDeclaration;
}

/** Time kept back to say how it ended. */
const closingMilliseconds = 3_000;
/** How far the clocks of two instances may lie apart. */
const clockTolerance = 2_000;
const firstBackoffSeconds = 10;

/**
 * A handler of events, the export `handler` of `functions/own/on-<name>.ts`. The same event is handled once however often it comes;
 * a run that throws, crashes or takes too long is tried again, five times in all.
 */
export function onEvent<const Type extends EventType>(
  type: Type | readonly Type[],
  handle: Handle<Type, HandlerOptions & { uses?: readonly [] }>,
): EventHandler;
export function onEvent<const Type extends EventType, const Options extends HandlerOptions>(
  type: Type | readonly Type[],
  options: Options,
  handle: Handle<Type, Options>,
): EventHandler;
export function onEvent(
  type: EventType | readonly EventType[],
  ...rest: [Handle<EventType, never>] | [HandlerOptions, Handle<EventType, never>]
): EventHandler {
  const types = typeof type === 'string' ? [type] : type;
  const handle = rest.at(-1) as Handle<EventType, never>;
  const options = rest.length === 2 ? (rest[0] as HandlerOptions) : {};
  const uses: readonly HandlerUse[] = options.uses ?? [];

  const run = async (event: EventOf<EventType>, call: Pick<EventCall<never>, 'deadline' | 'log'>) => {
    const { website } = event;
    const api = website && uses.includes('apiKey') ? await keptApi(website, call.deadline) : undefined;
    await handle(event, { ...call, api: api as never });
  };
  const handler = async ({ Records }: SQSEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of Records) {
      const isDone = await take(record, context.getRemainingTimeInMillis(), { types, run });
      if (!isDone) batchItemFailures.push({ itemIdentifier: record.messageId });
    }
    return { batchItemFailures };
  };
  return Object.assign(handler, { declaration: { types, ...options } });
}

interface Handling {
  types: readonly EventType[];
  run: (event: EventOf<EventType>, call: { deadline: Deadline; log: RequestLog }) => Promise<void>;
}

/** False when the message shall come again. */
async function take(
  { messageId, body, receiptHandle, attributes }: SQSRecord,
  milliseconds: number,
  { types, run }: Handling,
): Promise<boolean> {
  const log = requestLog(eventEnvironment.handler, messageId);
  const within = deadlineIn(milliseconds - clockTolerance / 2);
  const hide = (seconds: number) => postpone(receiptHandle, seconds).catch(() => undefined);
  const lease = milliseconds + clockTolerance;
  // Else it would come again only after the queue's own time, six runs.
  await hide(Math.ceil((lease + clockTolerance) / 1000));
  try {
    const event = parseBusMessage(body, types);
    log.set('event', event.type);
    log.set('eventId', event.eventId);
    if (event.website) log.set('website', event.website);
    const claim = await claimEvent(event.eventId, lease, within);
    if (claim.state === 'taken') {
      await hide(Math.ceil(claim.milliseconds / 1000) + 1);
      log.set('outcome', 'another run has it');
      log.write(202);
      return false;
    }
    if (claim.state === 'ours') {
      const deadline = within.within(Math.max(0, within.remaining() - closingMilliseconds));
      try {
        await run(event, { deadline, log });
      } catch (error) {
        // Without it the event waits until the claim is over.
        await claim.release().catch(() => undefined);
        throw error;
      }
      await claim.done();
    }
    log.set('outcome', claim.state === 'ours' ? 'done' : 'done before');
    log.write(200);
    return true;
  } catch (error) {
    log.count(eventMetrics.eventHandlerFailed);
    log.set('outcome', 'failed');
    log.explain(error);
    log.write(500);
    // 10 s, 1 min, 6 min, 36 min.
    await hide(firstBackoffSeconds * 6 ** (Number(attributes.ApproximateReceiveCount) - 1));
    return false;
  }
}

/** Throws AwsError. */
async function postpone(receiptHandle: string, seconds: number): Promise<void> {
  const VisibilityTimeout = Math.min(seconds, 43_200);
  const input = { QueueUrl: eventEnvironment.queue, ReceiptHandle: receiptHandle, VisibilityTimeout };
  await callAws('sqs', 'ChangeMessageVisibility', input, deadlineIn(5_000));
}
