import { randomUUID } from 'node:crypto';
import type { WebhookEvent } from '../../platform/events.ts';
import type { DeliveryTerms } from './deliveries.ts';
import type { DeliveryRequest } from './desk-api.ts';

export interface PlannedDelivery {
  event: WebhookEvent;
  terms: DeliveryTerms;
}

const delayMilliseconds = 10 * 60_000;

/** What the switches of the console make of one event, in the order of sending. Throws for a text that is no event. */
export function planDeliveries(request: DeliveryRequest, now: Date): PlannedDelivery[] {
  const { format, signature, timeScale, duplicate, newDeliveryId, reordered, delayed } = request;
  const event = readEvent(request.event);
  if (delayed) event.createdAt = event.sentAt = isoTime(now.getTime() - delayMilliseconds);

  const correlationId = randomUUID();
  const deliveryId = randomUUID();
  const common = { format, signature, timeScale };
  const usual = [
    ...(signature === 'right' ? [] : [signature === 'wrong' ? 'wrong signature' : 'previous secret']),
    ...(delayed ? ['10 min late'] : []),
  ];
  const planned: PlannedDelivery[] = [{ event, terms: { ...common, correlationId, deliveryId, notes: usual } }];
  if (duplicate) {
    const ids = newDeliveryId ? {} : { correlationId, deliveryId };
    const note = newDeliveryId ? 'replayed, new delivery id' : 'duplicate';
    planned.push({ event, terms: { ...common, ...ids, notes: [...usual, note] } });
  }
  if (reordered) {
    const before = Date.parse(event.createdAt) - 1_000;
    const earlier = {
      ...event,
      eventId: randomUUID(),
      eventType: counterpartOf(event.eventType),
      createdAt: isoTime(Number.isNaN(before) ? now.getTime() - 1_000 : before),
    };
    planned.push({ event: earlier, terms: { ...common, notes: [...usual, 'out of order, created 1 s before'] } });
  }
  return planned;
}

function readEvent(text: string): WebhookEvent {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch (error) {
    throw new Error(`The event is not JSON: ${(error as Error).message}`);
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    throw new Error('The event must be an object.');
  // Nothing else is asked of it: what is wrong with an event is what the connector is there to say.
  return { ...(event as WebhookEvent), eventType: String((event as WebhookEvent).eventType ?? '') };
}

const opposites = [
  ['installed', 'uninstalled'],
  ['started', 'closed'],
  ['connected', 'disconnected'],
] as const;

/** The event that comes before it in life: `connector.installed` and `connector.uninstalled` stand for each other. */
function counterpartOf(eventType: string): string {
  const last = eventType.slice(eventType.lastIndexOf('.') + 1);
  const [one, other] = opposites.find((pair) => pair.some((each) => each === last)) ?? [last, last];
  return eventType.slice(0, -last.length) + (last === one ? other : one);
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+00:00');
}
