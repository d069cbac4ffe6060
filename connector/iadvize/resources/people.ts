import { choice, date, deprecated, flag, id, integer, list, number, record, text } from './kinds.ts';
import type { Resource } from './resource.ts';

export const client = {
  title: 'Client',
  operations: ['list', 'get'],
  fields: { id: id('client'), lang: text },
} as const satisfies Resource;

export const website = {
  title: 'Website',
  operations: ['list', 'get', 'update'],
  fields: { id: id('website'), url: text, label: text },
} as const satisfies Resource;

const channel = record({
  enabled: flag,
  slot_number: integer,
  slot_max_number: integer,
  busy: flag,
  available: flag,
});
const availability = record({ available: flag });

export const operator = {
  title: 'Operator',
  operations: ['list', 'get', 'create', 'update', 'delete'],
  filters: {
    group_id: id('group'),
    website_id: id('website'),
    skill_id: id('skill'),
    name: text,
    external_id: text,
    connected: flag,
  },
  fields: {
    id: id('operator'),
    name: text,
    first_name: text,
    pseudo: text,
    email: text,
    external_id: text,
    /** @deprecated use roles property instead */
    role: deprecated('use roles property instead', choice('operator', 'manager', 'admin')),
    roles: list(choice('expert', 'operator', 'manager', 'admin')),
    chat_enabled: flag,
    call_enabled: flag,
    video_enabled: flag,
    chat_max_number: integer,
    chat_and_call: flag,
    chat_priority: integer,
    call_priority: integer,
    video_priority: integer,
    language_list: list(text),
    language_admin: choice('de', 'en', 'es', 'fr'),
    group_id: id('group'),
    website_list: list(id('website')),
    skill_list: list(id('skill')),
    /** Opens the operator's account to whoever holds it; changes only with the operator's email. */
    sso_key: text,
  },
  parts: {
    live: {
      operations: ['list', 'get', 'update'],
      fields: { id: id('operator'), connected: flag, chat: channel, call: channel, video: channel },
      // `connected` takes 0 only.
      settable: { chat: availability, call: availability, video: availability, connected: flag },
    },
    statistic: {
      operations: ['get'],
      fields: {
        id: id('operator'),
        conversation_number: integer,
        satisfaction_global_rate: number,
        experience: integer,
      },
    },
    profile: {
      operations: ['get'],
      fields: {
        user_id: id('operator'),
        status: text,
        description: text,
        facebook: text,
        twitter: text,
        city: text,
        country: text,
      },
    },
  },
} as const satisfies Resource;

export const group = {
  title: 'Group',
  operations: ['list', 'get', 'create', 'update', 'delete'],
  filters: { parent_id: id('group') },
  fields: {
    id: id('group'),
    name: text,
    created_at: date,
    parent_id: id('group'),
    operator_list: list(id('operator')),
  },
} as const satisfies Resource;

export const skill = {
  title: 'Skill',
  operations: ['list', 'get', 'create', 'update', 'delete'],
  filters: { operator_id: id('operator'), parent_id: id('skill') },
  fields: {
    id: id('skill'),
    name: text,
    order: integer,
    created_at: date,
    parent_id: id('skill'),
    /** @deprecated use the Operator resource with the skill_id filter instead */
    operator_list: deprecated('use the Operator resource with the skill_id filter instead', list(id('operator'))),
  },
} as const satisfies Resource;
