import type { LocalAwsAccess } from './aws/local-account.ts';
import type { InvocationOutcome } from './lambda-function.ts';
import { pollQueue, type QueuePoller } from './queue-poller.ts';
import { type RunningSchedule, runSchedule } from './run-schedule.ts';
import type { EventSources } from './stack-event-sources.ts';

export interface RunningEventSources {
  /** Runs those of the stack as it is now; what has not changed runs on. */
  update(stack: EventSources): Promise<void>;
  /** Lets every schedule come due now; ends when its functions have answered. */
  triggerSchedules(): Promise<void>;
  close(): Promise<void>;
}

interface EventSourcesOptions {
  aws: LocalAwsAccess;
  invoke: (functionId: string, event: unknown) => Promise<InvocationOutcome>;
}

/** Queues and schedules of the stack, calling its functions. */
export function runEventSources({ aws, invoke }: EventSourcesOptions): RunningEventSources {
  let pollers = new Map<string, QueuePoller>();
  let schedules = new Map<string, RunningSchedule>();

  const update = async (stack: EventSources): Promise<void> => {
    const closed: Promise<void>[] = [];
    pollers = renewed(
      pollers,
      stack.deliveries,
      (delivery) => pollQueue({ aws, delivery, invoke }),
      (poller) => closed.push(poller.close()),
    );
    schedules = renewed(
      schedules,
      stack.schedules,
      (schedule) => runSchedule(schedule, invoke),
      (schedule) => schedule.close(),
    );
    await Promise.all(closed);
  };
  return {
    update,
    async triggerSchedules() {
      await Promise.all([...schedules.values()].map((schedule) => schedule.trigger()));
    },
    close: () => update({ deliveries: [], schedules: [] }),
  };
}

/** Keeps what runs for a description that is still there, starts what is new and closes the rest. */
function renewed<Description, Running>(
  running: ReadonlyMap<string, Running>,
  descriptions: readonly Description[],
  start: (description: Description) => Running,
  close: (running: Running) => void,
): Map<string, Running> {
  const next = new Map(
    descriptions.map((description) => {
      const key = JSON.stringify(description);
      return [key, running.get(key) ?? start(description)];
    }),
  );
  for (const [key, each] of running) if (!next.has(key)) close(each);
  return next;
}
