import * as z from 'zod/mini';
import type { Entry } from './api-types.ts';
import { usualTimeZone } from './platform-time.ts';
import { readEntry } from './read-entry.ts';
import { choice, date, id } from './resources/kinds.ts';

const operator = { operator_id: id('operator') } as const;
const conversation = {
  conversation_id: id('conversation'),
  type: choice('chat', 'call', 'video'),
  ...{ operator_id: id('operator'), website_id: id('website'), group_id: id('group') },
} as const;
const moments = { created: date, sent: date } as const;

interface Named<Name extends string, Parameters> {
  name: Name;
  datetime: Entry<typeof moments>;
  parameters: Parameters;
}

/**
 * The Push API, which ended by the documentation on 2018-01-30: for events that were recorded. No endpoint takes them, for they are not
 * signed: anyone could send one.
 * @deprecated use webhooks
 */
export type PushEvent =
  | Named<'operator.login' | 'operator.logout', Entry<typeof operator>>
  | Named<'conversation.start', Entry<typeof conversation> & { custom_data?: Record<string, unknown> }>
  | Named<'conversation.end', Entry<typeof conversation>>;

const longest = 256 * 1024;
const schema = z.object({
  name: z.pipe(
    z.string().check(z.trim()),
    z.enum(['operator.login', 'operator.logout', 'conversation.start', 'conversation.end']),
  ),
  datetime: z.optional(z.unknown()),
  parameters: z.looseObject({ custom_data: z.catch(z.optional(z.record(z.string(), z.unknown())), undefined) }),
});

/**
 * Reads one recorded event, as liberally as the REST API's answers. Throws one line that names the field.
 * @deprecated use webhooks
 */
export function parsePushEvent(text: string, timeZone: string = usualTimeZone): PushEvent {
  if (text.length > longest) throw new Error('A push event is at most 256 kB.');
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new Error(`${parsed.error.issues[0]!.path.join('.') || 'A push event'} is not as documented.`);
  const { name, datetime, parameters } = parsed.data;
  const [kinds, subject] = name.startsWith('operator.') ? [operator, 'operator_id'] : [conversation, 'conversation_id'];
  const read = readEntry(kinds, parameters, timeZone) ?? {};
  if (read[subject!] === undefined) throw new Error(`parameters.${subject} is not as documented.`);
  const { custom_data } = parameters;
  if (name === 'conversation.start' && custom_data) read.custom_data = custom_data;
  return { name, datetime: readEntry(moments, datetime, timeZone) ?? {}, parameters: read } as PushEvent;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('A push event is JSON.');
  }
}
