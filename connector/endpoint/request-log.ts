import { environment, type Metric } from '../environment.ts';

type Field = 'website' | 'connectorVersion' | 'event' | 'eventId' | 'correlationId' | 'outcome' | 'overdue' | 'reason';

/** The one line that a request leaves in the log: never a body, a header, a credential. */
export interface RequestLog {
  set(field: Field, value: string): void;
  /** Adds to a metric, written into the same line in CloudWatch's embedded metric format. */
  count(metric: Metric, amount?: number): void;
  /** What lies behind a failure: for the log alone. */
  explain(cause: unknown): void;
  write(status: number): void;
}

export function requestLog(route: string, requestId: string): RequestLog {
  const started = performance.now();
  const fields: Partial<Record<Field, string>> = {};
  const counts = new Map<Metric, number>();
  let explanation: unknown;
  return {
    set(field, value) {
      fields[field] = value;
    },
    count(metric, amount = 1) {
      counts.set(metric, (counts.get(metric) ?? 0) + amount);
    },
    explain(cause) {
      explanation = cause;
    },
    write(status) {
      const line = {
        level: explanation === undefined ? 'INFO' : 'ERROR',
        timestamp: new Date().toISOString(),
        route,
        status,
        ms: Math.round(performance.now() - started),
        requestId,
        ...fields,
        ...(explanation === undefined ? {} : { cause: describe(explanation) }),
        ...embeddedMetrics(counts),
      };
      // Not console: the runtime would wrap the line and CloudWatch would not find the metrics in it.
      process.stdout.write(`${JSON.stringify(line)}\n`);
    },
  };
}

function embeddedMetrics(counts: ReadonlyMap<Metric, number>): object {
  if (counts.size === 0) return {};
  return {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: environment.metricNamespace,
          Dimensions: [[]],
          Metrics: [...counts.keys()].map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
    ...Object.fromEntries(counts),
  };
}

/** Name, message and stack of an error and of what caused it, five deep at most. */
function describe(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    message: error.message,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    stack: error.stack
      ?.split('\n')
      .slice(1, 6)
      .map((frame) => frame.trim()),
    ...(error.cause === undefined || depth === 4 ? {} : { cause: describe(error.cause, depth + 1) }),
  };
}
