import { choice, date, flag, id, idOrNull, list, number, text } from './kinds.ts';
import type { Resource } from './resource.ts';

export const conversation = {
  title: 'Conversation',
  operations: ['list', 'get'],
  threeMonths: true,
  filters: {
    channel: choice('chat', 'call', 'video', 'social'),
    from: date,
    to: date,
    website_id: id('website'),
    operator_id: id('operator'),
    visitor_id: id('visitor'),
    skill_id: id('skill'),
    tag_id: id('tag'),
    rule_id: id('rule'),
  },
  fields: {
    id: id('conversation'),
    channel: choice('chat', 'call', 'video'),
    visitor_uid: text,
    /** `readHistory` reads it. */
    history: text,
    operator_answer: flag,
    operator_closed: flag,
    waitinglist: flag,
    page_type: text,
    created_at: date,
    closed_at: date,
    website_id: id('website'),
    operator_id: id('operator'),
    skill_id: id('skill'),
    tag_list: list(id('tag')),
    rule_id: id('rule'),
    xmpp_id: text,
  },
} as const satisfies Resource;

export const tag = {
  title: 'Tag',
  operations: ['list', 'get', 'create'],
  filters: { website_id: id('website') },
  fields: { id: id('tag'), name: text, website_id: list(id('website')) },
} as const satisfies Resource;

export const transaction = {
  title: 'Transaction',
  operations: ['list', 'get'],
  filters: {
    website_id: id('website'),
    operator_id: id('operator'),
    conversation_id: idOrNull('conversation'),
    from: date,
    to: date,
  },
  fields: {
    id: id('transaction'),
    external_id: text,
    visitor_uid: text,
    visitor_email: text,
    amount: number,
    created_at: date,
    website_id: id('website'),
    operator_id: id('operator'),
    conversation_id: id('conversation'),
  },
} as const satisfies Resource;

export const satisfaction = {
  title: 'Satisfaction',
  operations: ['list', 'get'],
  filters: {
    website_id: id('website'),
    operator_id: id('operator'),
    conversation_id: id('conversation'),
    from: date,
    to: date,
  },
  fields: {
    id: id('satisfaction'),
    note_welcome: number,
    note_resolution: number,
    /** So documented: `node`. */
    node_delay: number,
    created_at: date,
    website_id: id('website'),
    operator_id: id('operator'),
    conversation_id: id('conversation'),
  },
} as const satisfies Resource;
