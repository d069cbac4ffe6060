import * as z from 'zod/mini';
import { type EventType, eventSchemas } from '../contract/event-schemas.ts';
import { type Website, websiteOf } from '../website.ts';

type FieldsOf<Type extends EventType> = z.output<(typeof eventSchemas)[Type]>;

/** Only what says `websiteId`: which website a `projectId` belongs to is not documented. */
type WebsiteOf<Type extends EventType> = 'websiteId' extends keyof FieldsOf<Type> ? Website : undefined;

/** An event as a handler has it: its documented fields, times as epoch milliseconds. */
export type EventOf<Type extends EventType> = Type extends EventType
  ? Readonly<FieldsOf<Type>> & { readonly type: Type; readonly website: WebsiteOf<Type> }
  : never;

const times = ['createdAt', 'sentAt', 'receivedAt'];

/** What stands on the bus: the documented fields, times in ISO 8601, and the website where the event names one. */
export function eventDetail(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const written = Object.entries(fields).map(([name, value]) => [
    name,
    times.includes(name) ? new Date(value as number).toISOString() : value,
  ]);
  return { ...Object.fromEntries(written), website: websiteIn(fields) };
}

/** Reads a message of the bus back. Throws for anything but one of these events; nothing of the message is in the error. */
export function parseBusMessage<Type extends EventType>(text: string, types: readonly Type[]): EventOf<Type> {
  const message = parseJson(text);
  const type = types.find((each) => each === message['detail-type']);
  if (!type) throw new Error(`The message is none of ${types.join(', ')}.`);
  const { data, error } = z.safeParse(eventSchemas[type] as z.ZodMiniType<Record<string, unknown>>, message.detail);
  if (error) throw new Error(`The ${type} is malformed: ${error.issues[0]?.path.join('.')}.`);
  return { ...data, type, website: websiteIn(data) } as unknown as EventOf<Type>;
}

function websiteIn({ platform, websiteId }: Readonly<Record<string, unknown>>): Website | undefined {
  return websiteId === undefined ? undefined : websiteOf(String(platform), Number(websiteId));
}

function parseJson(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    // The parser's own error quotes the text.
    return {};
  }
}
