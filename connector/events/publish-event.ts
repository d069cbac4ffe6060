import { AwsError } from '../aws/aws-error.ts';
import { callAws } from '../aws/call-aws.ts';
import { retrying } from '../aws/retrying.ts';
import type { ParsedEvent } from '../contract/webhook-event.ts';
import type { Call } from '../endpoint/endpoint.ts';
import { environment, eventEnvironment, eventMetrics } from '../environment.ts';
import { eventDetail } from './event-detail.ts';

type Published = Extract<ParsedEvent, { fields: object }>;

interface PutOutput {
  FailedEntryCount?: number;
  Entries?: { ErrorCode?: string }[];
}

/** What an install waits for the bus: it is stored, and the merchant waits for it. */
const installPatience = 2_000;

const protocol = { target: 'AWSEvents', contentType: 'application/x-amz-json-1.1' };

/**
 * Puts an event on the stack's bus. Throws AwsError when the bus did not take it, so that the platform sends it again; but not of
 * a `connector.*`, which is stored already: that is counted, and the install stays.
 */
export async function publishEvent(
  { kind, type, fields }: Published,
  { deadline, log }: Pick<Call, 'deadline' | 'log'>,
): Promise<void> {
  const entry = {
    EventBusName: eventEnvironment.bus,
    // The stack's name.
    Source: environment.metricNamespace,
    DetailType: type,
    Detail: JSON.stringify(eventDetail(fields)),
  };
  // Half at most, so that it is still answered where the store was slow.
  const within = kind === 'connector' ? deadline.within(Math.min(installPatience, deadline.remaining() / 2)) : deadline;
  try {
    await retrying(within, Number.POSITIVE_INFINITY, async () => {
      const input = { Entries: [entry] };
      const output = await callAws<PutOutput>('events', 'PutEvents', input, within, protocol);
      if (output.FailedEntryCount === 0) return;
      const code = output.Entries?.[0]?.ErrorCode ?? 'UnknownError';
      throw new AwsError('events', code, code === 'InternalFailure' ? 500 : 400, `events PutEvents: ${code}`);
    });
  } catch (error) {
    if (kind !== 'connector') throw error;
    log.count(eventMetrics.eventNotPublished);
    log.explain(error);
  }
}
