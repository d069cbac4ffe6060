import { date, id, list, text } from './kinds.ts';
import type { Resource } from './resource.ts';

export const visitor = {
  title: 'Visitor',
  operations: ['list', 'get', 'create', 'update', 'delete'],
  filters: { unique_id: text, external_id: text, website_id: id('website') },
  fields: {
    id: id('visitor'),
    unique_id: text,
    external_id: text,
    lastname: text,
    firstname: text,
    address: text,
    city: text,
    zip: text,
    country: text,
    phone: text,
    email: text,
    browser: text,
    website_id: list(id('website')),
    created_at: date,
  },
} as const satisfies Resource;

export const callmeeting = {
  title: 'Call meeting',
  operations: ['list'],
  filters: { website_id: id('website'), from: date, to: date },
  fields: {
    id: id('callmeeting'),
    phone_number: text,
    visitor_uid: text,
    /** Documented: pending, progress, done, failed, working. */
    status: text,
    start_at: date,
    website_id: id('website'),
    targeting_rule_id: text,
    skill_id: text,
  },
} as const satisfies Resource;

const callback = { operator_external_id: text, website_id: id('website'), phone_number: text } as const;

export const odigocallback = {
  title: 'Callback Odigo',
  actions: {
    pickup: {
      parameters: callback,
      fields: {
        targeting_rule_id: id('rule'),
        website_id: id('website'),
        conversation_id: id('conversation'),
        skill_id: id('skill'),
        visitor_phone_number: text,
        visitor_uid: text,
      },
    },
    hangup: { parameters: callback, fields: {} },
  },
} as const satisfies Resource;
