import * as z from 'zod/mini';
import { decimal, platform, text, textUpTo, time, uuid, websiteNumber, whole } from './event-fields.ts';

const common = { eventId: uuid, platform, createdAt: time, sentAt: time };

const connector = z.object({ ...common, websiteId: websiteNumber, connectorId: uuid, connectorVersionId: uuid });

const clientId = z.nullish(whole);

const conversationFields = {
  ...common,
  websiteId: websiteNumber,
  clientId,
  conversationId: whole,
  operatorId: whole,
  channel: text,
  visitorId: text,
};
const conversation = z.object(conversationFields);
const transferred = z.object({ ...conversationFields, transferredConversationId: whole });

const operators = z.array(whole, 'a list of whole numbers').check(z.maxLength(1_000, 'a list of at most 1,000'));
const conversationV2 = z
  .object({
    ...common,
    projectId: whole,
    clientId: whole,
    conversationId: uuid,
    operatorId: z.optional(whole),
    operatorIds: z.optional(operators),
    channel: text,
    visitorId: text,
  })
  .check(oneOf(['operatorId', 'operatorIds']));

const user = z.object({ ...common, userId: whole, clientId });

const availability = z.object({ channel: text, status: z.union([text, z.boolean()], 'a text') }, 'an object');
const availabilityUpdated = z.object({
  ...common,
  userId: whole,
  clientId,
  origin: text,
  availabilities: z.array(availability, 'a list').check(z.maxLength(100, 'a list of at most 100')),
});

const visitorUpdated = z.object({ ...common, clientId, operatorId: whole, visitorId: text });

const satisfactionFilled = z.object({
  ...common,
  websiteId: websiteNumber,
  clientId,
  conversationId: whole,
  operatorId: whole,
  visitorId: text,
  score: decimal,
});

const satisfactionAnswered = z
  .object({
    ...common,
    projectId: whole,
    clientId,
    conversationId: uuid,
    customerSatisfaction: z.nullish(decimal),
    netPromoterScore: z.nullish(decimal),
    satisfactionComment: z.nullish(textUpTo(10_000)),
    // Its shape is not documented: of an object nothing is kept.
    customQuestion: z.nullish(z.union([textUpTo(10_000), decimal, z.boolean(), z.object({})], 'a text or an object')),
  })
  .check(oneOf(['customerSatisfaction', 'netPromoterScore', 'satisfactionComment', 'customQuestion']));

const transactionAttributed = z.object({
  ...common,
  transactionId: text,
  receivedAt: time,
  externalId: text,
  amount: decimal,
  conversationId: uuid,
  source: text,
  operatorId: whole,
});

/** Every documented event type (contract §6) and the fields that its body must have; other fields are ignored. */
export const eventSchemas = {
  'connector.installed': connector,
  'connector.uninstalled': connector,
  'conversation.chat.started': conversation,
  'conversation.chat.closed': conversation,
  'conversation.call.started': conversation,
  'conversation.call.closed': conversation,
  'conversation.video.started': conversation,
  'conversation.video.closed': conversation,
  'conversation.social.started': conversation,
  'conversation.social.closed': conversation,
  'conversation.started': conversation,
  'conversation.closed': conversation,
  'conversation.transferred': transferred,
  'v2.conversation.pushed': conversationV2,
  'v2.conversation.closed': conversationV2,
  'user.created': user,
  'user.updated': user,
  'user.connected': user,
  'user.disconnected': user,
  'user.availability.updated': availabilityUpdated,
  'visitor.updated': visitorUpdated,
  'satisfaction.filled': satisfactionFilled,
  'satisfaction.answered': satisfactionAnswered,
  'transaction.attributed': transactionAttributed,
};

export type EventType = keyof typeof eventSchemas;

function oneOf(names: readonly [string, ...string[]]) {
  return z.refine<Record<string, unknown>>((event) => names.some((name) => event[name] != null), {
    path: [names[0]],
    error: `given, or else one of ${names.slice(1).join(', ')}`,
  });
}
