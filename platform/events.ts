import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { numberOf, platformOf, type Website } from '../connector/website.ts';

/** Every type of contract §6, without the ones that differ only by a `v2.` prefix. */
export const eventTypes = [
  'connector.installed',
  'connector.uninstalled',
  'conversation.chat.started',
  'conversation.chat.closed',
  'conversation.call.started',
  'conversation.call.closed',
  'conversation.video.started',
  'conversation.video.closed',
  'conversation.social.started',
  'conversation.social.closed',
  'conversation.started',
  'conversation.closed',
  'conversation.transferred',
  'v2.conversation.pushed',
  'v2.conversation.closed',
  'user.created',
  'user.updated',
  'user.connected',
  'user.disconnected',
  'user.availability.updated',
  'visitor.updated',
  'satisfaction.filled',
  'satisfaction.answered',
  'transaction.attributed',
] as const;

export type EventType = (typeof eventTypes)[number];

export interface WebhookEvent {
  eventId: string;
  eventType: string;
  /** As in `ha`; [D] writes it in upper case, the platform has sent both. */
  platform: string;
  /** ISO 8601 with offset, as `sentAt`. */
  createdAt: string;
  sentAt: string;
  [field: string]: unknown;
}

interface ExampleOptions {
  website: Website;
  /** The version of the app that the merchant installs; default: a new one. */
  connectorVersionId?: string;
  /** Default: now. */
  createdAt?: Date;
}

/** An event of that type as the platform would send it now: every field of contract §6, fresh ids and times. */
export function exampleEvent(
  eventType: EventType,
  { website, connectorVersionId = randomUUID(), createdAt = new Date() }: ExampleOptions,
): WebhookEvent {
  return {
    eventId: randomUUID(),
    eventType,
    platform: platformOf(website),
    ...fieldsOf(eventType, numberOf(website), connectorVersionId, createdAt),
    createdAt: withOffset(createdAt),
    sentAt: withOffset(new Date()),
  };
}

function fieldsOf(type: EventType, websiteId: number, connectorVersionId: string, createdAt: Date) {
  const [subject, middle = '', last = ''] = type.split('.');
  const operatorId = 7;
  // Two that the local REST API knows: it has 500.
  const conversationId = randomInt(1, 500);
  const visitorId = randomBytes(22).toString('hex');
  const channel = last && subject === 'conversation' ? middle : 'chat';
  const clientId = 1;
  switch (type) {
    case 'connector.installed':
    case 'connector.uninstalled':
      return { websiteId, connectorId: randomUUID(), connectorVersionId };
    case 'conversation.transferred':
      return {
        ...{ websiteId, conversationId, operatorId, channel, visitorId, clientId },
        transferredConversationId: conversationId + 1,
      };
    case 'v2.conversation.pushed':
      return {
        ...{ projectId: websiteId, clientId, conversationId: randomUUID() },
        ...{ operatorIds: [operatorId, operatorId + 1], channel, visitorId },
      };
    case 'v2.conversation.closed':
      return { projectId: websiteId, clientId, conversationId: randomUUID(), operatorId, channel, visitorId };
    case 'user.created':
    case 'user.updated':
    case 'user.connected':
    case 'user.disconnected':
      return { userId: operatorId, clientId };
    case 'user.availability.updated':
      return { userId: operatorId, origin: 'USER', availabilities: [{ channel: 'CHAT', status: 'AVAILABLE' }] };
    case 'visitor.updated':
      return { operatorId, visitorId };
    case 'satisfaction.filled':
      return { websiteId, conversationId, operatorId, visitorId, score: 4 };
    case 'satisfaction.answered':
      return { projectId: websiteId, conversationId: randomUUID(), customerSatisfaction: 4 };
    case 'transaction.attributed':
      return {
        ...{ transactionId: randomUUID(), receivedAt: withOffset(createdAt), externalId: `ORDER-${conversationId}` },
        ...{ amount: 129.9, conversationId: randomUUID(), source: 'TAG', operatorId },
      };
    default:
      return { websiteId, conversationId, operatorId, channel, visitorId, clientId };
  }
}

/** `2026-04-22T09:01:00.000+00:00`: the platform writes an offset, never `Z`. */
function withOffset(date: Date): string {
  return date.toISOString().replace('Z', '+00:00');
}
