import { describe, expect, it } from 'vitest';
import type { Website } from '../../../connector/website.ts';
import type { DeliveryRequest } from '../../../dev/desk/desk-api.ts';
import { planDeliveries } from '../../../dev/desk/plan-deliveries.ts';
import { type EventType, eventTypes, exampleEvent } from '../../../platform/events.ts';

const now = new Date('2026-05-01T12:00:00Z');
const eventOf = (type: EventType) => exampleEvent(type, { website: 'ha-1' as Website, createdAt: now });

function plan(changes: Partial<DeliveryRequest> = {}, type: EventType = 'connector.installed') {
  const usual = { duplicate: false, newDeliveryId: false, reordered: false, delayed: false } as const;
  const event = JSON.stringify(eventOf(type));
  return planDeliveries({ event, format: 'json', signature: 'right', timeScale: 1, ...usual, ...changes }, now);
}

describe('the switches of the webhook console', () => {
  it('without any, one event goes out as it was edited', () => {
    const event = { ...eventOf('visitor.updated'), further: { a: [1] } };
    const planned = plan({ event: JSON.stringify(event) });
    expect(planned.map((each) => each.event)).toEqual([event]);
    expect(planned[0]?.terms.notes).toEqual([]);
  });

  it('a duplicate is the same delivery again, a replay another one', () => {
    const [first, second] = plan({ duplicate: true });
    expect(second?.event).toEqual(first?.event);
    expect(second?.terms.deliveryId).toBe(first?.terms.deliveryId);
    expect(second?.terms.correlationId).toBe(first?.terms.correlationId);
    const [, replay] = plan({ duplicate: true, newDeliveryId: true });
    expect(replay?.terms.deliveryId).toBeUndefined();
  });

  it.for<[EventType, string]>([
    ['connector.uninstalled', 'connector.installed'],
    ['connector.installed', 'connector.uninstalled'],
    ['conversation.chat.closed', 'conversation.chat.started'],
    ['v2.conversation.closed', 'v2.conversation.started'],
    ['user.connected', 'user.disconnected'],
    ['visitor.updated', 'visitor.updated'],
  ])('reordered, %s is followed by an earlier %s', ([type, before]) => {
    const [first, second] = plan({ reordered: true }, type);
    expect(second?.event.eventType).toBe(before);
    expect(second?.event.eventId).not.toBe(first?.event.eventId);
    expect(Date.parse(second!.event.createdAt)).toBe(Date.parse(first!.event.createdAt) - 1_000);
  });

  it('delayed, it was created ten minutes ago', () => {
    const [first] = plan({ delayed: true });
    expect(first?.event).toMatchObject({ createdAt: '2026-05-01T11:50:00.000+00:00', sentAt: first!.event.createdAt });
  });

  it('all of them go together', () => {
    const planned = plan({ duplicate: true, reordered: true, delayed: true, signature: 'wrong', format: 'form' });
    expect(planned).toHaveLength(3);
    for (const { terms } of planned) {
      expect(terms).toMatchObject({ signature: 'wrong', format: 'form' });
      expect(terms.notes?.slice(0, 2)).toEqual(['wrong signature', '10 min late']);
    }
  });

  it('whatever the event, it can be planned; what is no event says so', () => {
    for (const type of eventTypes) expect(plan({ reordered: true, duplicate: true }, type)).toHaveLength(3);
    expect(plan({ event: '{"eventType":7}' })[0]?.event.eventType).toBe('7');
    expect(() => plan({ event: '{' })).toThrow('not JSON');
    for (const event of ['[]', 'null', '3']) expect(() => plan({ event })).toThrow('must be an object');
  });
});
