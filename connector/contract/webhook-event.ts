import * as z from 'zod/mini';
import { type Website, websiteOf } from '../website.ts';
import { type EventType, eventSchemas } from './event-schemas.ts';
import { parseForm } from './form-body.ts';
import { fieldOf, invalidRequest, mustBe } from './invalid-request.ts';
import { parseJson } from './json-body.ts';

interface ConnectorEvent {
  kind: 'connector';
  type: 'connector.installed' | 'connector.uninstalled';
  website: Website;
  /** UUIDs in lower case, as is `eventId`. */
  connectorId: string;
  connectorVersionId: string;
  /** Epoch milliseconds, signed by the platform. */
  createdAt: number;
  eventId: string;
  /** All that are documented. */
  fields: Readonly<Record<string, unknown>>;
}

export type ParsedEvent =
  | ConnectorEvent
  /** Documented and well-formed; `fields` holds the documented fields only. */
  | { kind: 'known'; type: EventType; eventId: string; fields: Readonly<Record<string, unknown>> }
  /** Documented, but `field` is missing or malformed: acknowledged all the same. */
  | { kind: 'malformed'; type: EventType; field: string }
  | { kind: 'unknown'; type: string };

/** By media type: the developer chooses between them in the platform. */
const bodyReaders = { 'application/json': parseJson, 'application/x-www-form-urlencoded': parseForm };
export type WebhookMediaType = keyof typeof bodyReaders;
export const webhookMediaTypes = Object.keys(bodyReaders) as WebhookMediaType[];

const envelope = z.object(
  {
    eventType: z.string('a text').check(z.trim(), z.minLength(1, 'a text'), z.maxLength(200, 'at most 200 characters')),
  },
  'an event object',
);

/** Throws `Problem` for a body that is no event and for a malformed `connector.*`, which would be wrong at every retry. */
export function parseWebhookEvent(body: Buffer, mediaType: WebhookMediaType): ParsedEvent {
  const event = bodyReaders[mediaType](body);
  const { data, error } = z.safeParse(envelope, event);
  if (error) throw invalidRequest(error);
  const type = documentedType(data.eventType);
  if (type === undefined) return { kind: 'unknown', type: data.eventType };
  if (type === 'connector.installed' || type === 'connector.uninstalled') return connectorEvent(type, event);
  const parsed = z.safeParse(eventSchemas[type], event);
  if (parsed.error) return { kind: 'malformed', type, field: fieldOf(parsed.error) };
  return { kind: 'known', type, eventId: parsed.data.eventId, fields: parsed.data };
}

/** The `v2.` prefix is optional: with it or without, a type is the documented one, its exact name first. */
function documentedType(eventType: string): EventType | undefined {
  const bare = eventType.replace(/^v2\./, '');
  return [eventType, bare, `v2.${bare}`].find((type): type is EventType => Object.hasOwn(eventSchemas, type));
}

function connectorEvent(type: ConnectorEvent['type'], event: unknown): ConnectorEvent {
  const { data, error } = z.safeParse(eventSchemas[type], event);
  if (error) throw invalidRequest(error);
  const { connectorId, connectorVersionId, createdAt, eventId } = data;
  const website = websiteOf(data.platform, data.websiteId);
  if (website === undefined) throw mustBe('websiteId', 'the number of a website');
  return { kind: 'connector', type, website, connectorId, connectorVersionId, createdAt, eventId, fields: data };
}
