import { randomUUID } from 'node:crypto';
import { type EventType, eventTypes, type WebhookEvent } from '../../platform/events.ts';
import type { Check, Group } from '../check.ts';
import { requireAcknowledged, requireProblem } from '../requirements.ts';

const formType = 'application/x-www-form-urlencoded';
const ordinaryTypes = eventTypes.filter((type) => !type.startsWith('connector.'));

/** In both formats: the developer chooses one in the platform. */
function acknowledges(type: EventType): Check {
  return {
    name: type.replaceAll('.', '-'),
    title: `${type} is acknowledged, as JSON and as a form.`,
    async run({ installs, website }) {
      for (const format of ['json', 'form'] as const) {
        const event = installs.event(type, website, randomUUID());
        requireAcknowledged(await installs.deliver(event, { format }), `${type} as ${format}`);
      }
      return undefined;
    },
  };
}

function acknowledgesVariant(name: string, title: string, alter: (event: WebhookEvent) => object): Check {
  return {
    name,
    title,
    async run({ installs, website }) {
      const event = installs.event('conversation.chat.started', website, randomUUID());
      requireAcknowledged(await installs.deliver({ ...event, ...alter(event) }));
      return undefined;
    },
  };
}

/** A value that breaks the field's rule; `undefined` leaves the field out. */
const malformedConnectorFields: readonly [field: string, what: string, value: unknown][] = [
  ['websiteId', 'missing', undefined],
  ['websiteId', 'not a number', 'nine'],
  ['connectorVersionId', 'missing', undefined],
  ['connectorVersionId', 'not a UUID', '42'],
  ['connectorId', 'missing', undefined],
  ['eventId', 'missing', undefined],
  ['platform', 'missing', undefined],
  ['createdAt', 'missing', undefined],
  ['createdAt', 'not a time', 'yesterday'],
];

function refusesField([field, what, value]: (typeof malformedConnectorFields)[number]): Check {
  return {
    name: `connector-${field}-${what}`.replaceAll(' ', '-').toLowerCase(),
    title: `A connector event whose ${field} is ${what} is answered 400 with field ${field}.`,
    section: '§6, §8',
    async run(context) {
      for (const type of ['connector.installed', 'connector.uninstalled'] as const) {
        const event = { ...context.installs.event(type, context.website, randomUUID()), [field]: value };
        const exchange = await context.installs.deliver(event);
        if (exchange.answer && exchange.answer.status < 300) context.installs.touch(context.website);
        requireProblem(exchange, 400, 'invalid_request', { field, after: `for a ${type}` });
      }
      return undefined;
    },
  };
}

function refusesBody(name: string, title: string, body: Buffer | string, contentType?: string): Check {
  return {
    name,
    title,
    section: '§2, §8',
    async run({ calls }) {
      requireProblem(await calls.post('/webhooks', body, contentType ? { contentType } : {}), 400, 'invalid_request');
      return undefined;
    },
  };
}

function takesContentType(name: string, contentType: string, format: 'json' | 'form'): Check {
  return {
    name,
    title: `The content type ${contentType} is understood.`,
    async run({ installs, website }) {
      const event = installs.event('user.updated', website, randomUUID());
      requireAcknowledged(await installs.deliver(event, { format, contentType }));
      return undefined;
    },
  };
}

export const webhooks: Group = {
  name: 'webhooks',
  title: 'Webhooks',
  section: '§6',
  installed: false,
  checks: [
    {
      name: 'available',
      title: 'GET /webhooks answers 20x without a signature.',
      section: '§1',
      async run({ calls }) {
        requireAcknowledged(await calls.get('/webhooks', '', { signature: null }), 'the availability check');
        return undefined;
      },
    },
    ...ordinaryTypes.map(acknowledges),
    acknowledgesVariant('unknown-type', 'An event type that nobody has seen is acknowledged.', () => ({
      eventType: 'conformance.unheard.of',
    })),
    acknowledgesVariant('v2-prefix', 'A type with the optional v2. prefix is acknowledged.', () => ({
      eventType: 'v2.user.updated',
    })),
    acknowledgesVariant('later-fields', 'Fields that are not documented are ignored.', () => ({
      invented: { deep: [1, { x: null }] },
    })),
    acknowledgesVariant('trailing-space', 'eventType is trimmed.', () => ({ eventType: 'conversation.chat.started ' })),
    acknowledgesVariant('platform-in-capitals', 'platform may be written in capitals.', ({ platform }) => ({
      platform: platform.toUpperCase(),
    })),
    acknowledgesVariant('uuid-in-capitals', 'UUIDs may be written in capitals.', ({ eventId }) => ({
      eventId: eventId.toUpperCase(),
    })),
    acknowledgesVariant('time-with-offset', 'Times with an offset other than UTC are understood.', () => ({
      createdAt: '2026-04-22T11:01:00+02:00',
    })),
    acknowledgesVariant('malformed-known', 'A malformed event that is not a connector event is acknowledged.', () => ({
      visitorId: undefined,
      conversationId: 'not a number',
    })),
    ...malformedConnectorFields.map(refusesField),
    refusesBody('not-json', 'A body that is not JSON is answered 400.', '{"eventType":'),
    refusesBody('not-an-object', 'A body that is no event object is answered 400.', '["connector.installed"]'),
    refusesBody('empty-body', 'An empty body is answered 400.', ''),
    refusesBody('no-event-type', 'An event without eventType is answered 400.', '{"platform":"ha"}'),
    refusesBody('form-without-type', 'A form without eventType is answered 400.', 'a=b', formType),
    takesContentType('json-with-charset', 'application/json; charset=utf-8', 'json'),
    takesContentType('json-in-capitals', 'Application/JSON', 'json'),
    takesContentType('form-with-charset', 'application/x-www-form-urlencoded; charset=UTF-8', 'form'),
    {
      name: 'repeated-delivery',
      title: 'The same event, delivered again with its correlation id, is acknowledged again.',
      async run({ installs, website }) {
        const event = installs.event('user.updated', website, randomUUID());
        for (const what of ['the event', 'the same event again']) {
          requireAcknowledged(await installs.deliver(event), what);
        }
        return undefined;
      },
    },
  ],
};
