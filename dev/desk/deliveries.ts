import { randomUUID } from 'node:crypto';
import { sign } from '../../connector/endpoint/signature.ts';
import type { WebhookEvent } from '../../platform/events.ts';
import { type RegisteredConnector, signatureHeader } from '../../platform/platform-client.ts';
import { deliverEvent, encodeEvent, retryPauses } from '../../platform/webhook-delivery.ts';
import type { CallLog } from './call-log.ts';
import type { Attempt, Delivery, HandlerRun } from './desk-api.ts';

const mostDeliveries = 100;
const mostRuns = 20;
/** Signs what must not be accepted. */
const wrongSecret = 'not the secret of this app';

export interface DeliveryTerms {
  format?: 'json' | 'form';
  signature?: 'right' | 'wrong' | 'previous';
  correlationId?: string;
  deliveryId?: string;
  timeScale?: number;
  /** What is unusual about it. */
  notes?: readonly string[];
}

export interface Deliveries {
  /** Begins at once. `firstAttempt` settles before any retry; `done` tells whether the event was taken in the end. */
  start(event: WebhookEvent, terms?: DeliveryTerms): { firstAttempt: Promise<Attempt>; done: Promise<boolean> };
  /** Remembers what a handler made of an event. */
  noteRun(run: HandlerRun): void;
  /** Ends the waiting for a further attempt. */
  stop(id: number): void;
  stopAll(): void;
  /** Newest first. */
  list(): Delivery[];
}

interface Options {
  connector: RegisteredConnector;
  previousSecret: string | undefined;
  calls: CallLog;
  onChange(): void;
}

/** Sends events as the platform does and remembers what became of them. */
export function openDeliveries({ connector, previousSecret, calls, onChange }: Options): Deliveries {
  const all: { delivery: Delivery; controller: AbortController }[] = [];
  let lastId = 0;

  const start: Deliveries['start'] = (event, terms = {}) => {
    const { format = 'json', signature = 'right', timeScale = 1, notes = [] } = terms;
    const controller = new AbortController();
    const delivery: Delivery = {
      id: ++lastId,
      eventId: String(event.eventId).toLowerCase(),
      eventType: event.eventType,
      correlationId: terms.correlationId ?? randomUUID(),
      ...{
        format,
        notes: [...notes],
        at: new Date().toISOString(),
        attempts: [],
        runs: [],
        state: 'sending',
        nextAttemptAt: null,
      },
    };
    all.unshift({ delivery, controller });
    all.length = Math.min(all.length, mostDeliveries);
    onChange();

    const secret = signature === 'previous' ? previousSecret : wrongSecret;
    const { body } = encodeEvent(event, format);
    const headers: Record<string, string> =
      signature !== 'right' && secret !== undefined ? { [signatureHeader]: sign(body, secret) } : {};
    const first = Promise.withResolvers<Attempt>();
    const done = deliverEvent(connector, event, {
      ...{ format, timeScale, headers, correlationId: delivery.correlationId, signal: controller.signal },
      ...(terms.deliveryId !== undefined && { deliveryId: terms.deliveryId }),
      onAttempt: (exchange, number) => {
        const { callId, status } = calls.record('webhooks', exchange);
        const { failure, milliseconds, request } = exchange;
        const deliveryId = request.headers['x-iadvize-delivery'] ?? '';
        const attempt: Attempt = { callId, deliveryId, status, failure, milliseconds };
        const pause = retryPauses[number];
        const again = !isTaken(attempt) && pause !== undefined && !controller.signal.aborted;
        delivery.attempts.push(attempt);
        delivery.nextAttemptAt = again ? new Date(Date.now() + pause * timeScale).toISOString() : null;
        delivery.state = again ? 'waiting' : isTaken(attempt) ? 'taken' : 'refused';
        onChange();
        first.resolve(attempt);
      },
    }).then(
      (exchanges) => (exchanges.at(-1)?.answer?.status ?? 500) < 300,
      () => {
        Object.assign(delivery, { state: 'stopped', nextAttemptAt: null });
        onChange();
        return false;
      },
    );
    return { firstAttempt: first.promise, done };
  };

  return {
    start,
    noteRun(run) {
      // Of copies the first: they are one event.
      const delivery = all.findLast(({ delivery }) => delivery.eventId === run.eventId)?.delivery;
      if (!delivery) return;
      delivery.runs = [...delivery.runs, run].slice(-mostRuns);
      onChange();
    },
    stop: (id) => all.find(({ delivery }) => delivery.id === id)?.controller.abort(),
    stopAll: () => {
      for (const { controller } of all) controller.abort();
    },
    list: () => all.map(({ delivery }) => delivery),
  };
}

export function isTaken({ status }: Attempt): boolean {
  return status !== null && status >= 200 && status < 300;
}
