import { randomUUID } from 'node:crypto';
import type { ScheduledEvent } from 'aws-lambda';
import { localAccount } from './aws/local-account.ts';
import type { InvocationOutcome } from './lambda-function.ts';
import type { Schedule } from './stack-event-sources.ts';

export interface RunningSchedule {
  /** Calls the functions now, whatever the time; ends with them. */
  trigger(): Promise<InvocationOutcome[]>;
  close(): void;
}

type Invoke = (functionId: string, event: unknown) => Promise<InvocationOutcome>;

/** Calls the functions of a schedule at its rate, and first at once: a local run seldom lasts as long as its interval. */
export function runSchedule({ ruleArn, functionIds, everySeconds }: Schedule, invoke: Invoke): RunningSchedule {
  const trigger = () => Promise.all(functionIds.map((id) => invoke(id, scheduledEvent(ruleArn))));
  if (everySeconds === undefined) return { trigger, close: () => {} };
  // A failure stands in the function's own log.
  const comeDue = () => void trigger().catch(() => {});
  comeDue();
  const timer = setInterval(comeDue, everySeconds * 1000);
  return { trigger, close: () => clearInterval(timer) };
}

function scheduledEvent(ruleArn: string): ScheduledEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: localAccount.id,
    time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    region: localAccount.region,
    resources: [ruleArn],
    detail: {},
  };
}
