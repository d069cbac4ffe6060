import { clockText } from './clock.ts';
import type { Row } from './rest-world.ts';
import { talk } from './seed-talk.ts';

const day = 86_400_000;
const websites = [1, 2, 3];
const operators = 12;
const conversations = 500;
const visitors = 120;

const names = ['Martin', 'Bernard', 'Thomas', 'Petit', 'Robert', 'Richard', 'Durand', 'Dubois', 'Moreau', 'Laurent'];
const firstNames = ['Julie', 'Paul', 'Inès', 'Louis', 'Chloé', 'Hugo', 'Emma', 'Adam', 'Zoé', 'Noé', 'Léa', 'Tom'];
const cities = ['Nantes', 'Lyon', 'Lille', 'Bordeaux'];

/** The n-th of a list that repeats. */
const pick = <Value>(values: readonly Value[], n: number): Value => values[n % values.length]!;
/** Scattered, and the same each time. */
const scatter = (n: number, below: number) => ((n * 2_654_435_761) >>> 7) % below;

export function seedRows(now: number): Record<string, Row[]> {
  const talks = many(conversations, (id) => conversation(id, now));
  return {
    client: [{ id: 1, lang: 'fr' }],
    website: websites.map((id) => ({ id, url: 'https://shop.example', label: `Website ${id}` })),
    operator: many(operators, operator),
    live: many(operators, live),
    group: many(4, (id) => ({
      ...{ id, name: pick(['Sales', 'After-sales', 'Experts', 'Nights'], id - 1), parent_id: id > 2 ? 1 : null },
      created_at: clockText(now - 700 * day),
      operator_list: many(operators, (each) => each).filter((each) => groupOf(each) === id),
    })),
    skill: many(5, (id) => ({
      ...{ id, name: pick(['Chat', 'Returns', 'Camping', 'Coffee', 'Hiking'], id - 1), order: id },
      ...{ parent_id: id > 3 ? 3 : null, created_at: clockText(now - 600 * day) },
      operator_list: many(operators, (each) => each).filter((each) => skillsOf(each).includes(id)),
    })),
    conversation: talks,
    tag: many(6, (id) => ({
      ...{ id, name: pick(['Delivery', 'Sizes', 'Stock', 'Returns', 'Advice', 'Complaint'], id - 1) },
      website_id: id > 4 ? [1] : websites,
    })),
    transaction: many(150, (id) => transaction(id, talks, now)),
    satisfaction: many(180, (id) => satisfaction(id, talks)),
    visitor: many(visitors, (id) => visitor(id, now)),
    callmeeting: many(20, (id) => ({
      ...{ id, phone_number: `06140377${String(id).padStart(2, '0')}`, visitor_uid: uidOf(id) },
      ...{ status: pick(['pending', 'progress', 'done', 'failed', 'working'], id), website_id: pick(websites, id) },
      ...{
        start_at: clockText(now - (id - 5) * day),
        targeting_rule_id: String(100 + (id % 4)),
        skill_id: String((id % 5) + 1),
      },
    })),
  };
}

function many<Value>(count: number, make: (id: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}

const groupOf = (operator: number) => ((operator - 1) % 4) + 1;
const skillsOf = (operator: number) => [((operator - 1) % 5) + 1, (operator % 5) + 1];
const uidOf = (visitor: number) => `${visitor.toString(16).padStart(4, '0')}572b7cc5027fe443f4203eaf0b98d4cbea6d313afa`;

function operator(id: number): Row {
  const [name, first] = [pick(names, id - 1), pick(firstNames, id - 1)];
  const role = id === 1 ? 'admin' : id < 4 ? 'manager' : 'operator';
  return {
    ...{ id, name, first_name: first, pseudo: first, email: `operator-${id}@shop.example`, external_id: `agent-${id}` },
    ...{ role, roles: [role], chat_enabled: true, call_enabled: id % 3 === 0, video_enabled: false },
    ...{ chat_max_number: 2 + (id % 3), chat_and_call: id % 2 === 0, chat_priority: id % 4 ? 0 : 10, call_priority: 0 },
    ...{ video_priority: 0, language_list: id % 2 ? ['fr'] : ['fr', 'en'], language_admin: id % 2 ? 'fr' : 'en' },
    ...{ group_id: groupOf(id), website_list: id % 3 ? websites : [1], skill_list: skillsOf(id) },
    // The last one has none: it cannot log in by a link.
    sso_key: id === operators ? null : `local-sso/key+${id}=`,
  };
}

function live(id: number): Row {
  const connected = id % 2 === 1;
  const slots = 2 + (id % 3);
  const channel = (enabled: boolean, slot_number: number, slot_max_number: number) => {
    const busy = enabled && slot_number >= slot_max_number;
    return { enabled, slot_number, slot_max_number, busy, available: connected && enabled && !busy };
  };
  return {
    ...{ id, connected, chat: channel(true, connected ? id % 4 : 0, slots) },
    ...{ call: channel(id % 3 === 0, 0, 1), video: channel(false, 0, 1) },
  };
}

function conversation(id: number, now: number): Row {
  // The newest has the highest number, and ended an hour ago.
  const start = now - 3_600_000 - (conversations - id) * 0.73 * day - scatter(id, 36_000) * 1000;
  const channel = id % 11 === 0 ? 'call' : id % 29 === 0 ? 'video' : 'chat';
  const visitor = scatter(id, visitors) + 1;
  const answered = id % 13 !== 0;
  const { history, seconds } = talk(id, start, answered);
  return {
    ...{ id, channel, visitor_uid: uidOf(visitor), history: channel === 'chat' ? history : null },
    ...{ operator_answer: answered, operator_closed: answered, waitinglist: id % 17 === 0 },
    ...{ page_type: pick(['product', 'cart', 'home', 'category'], scatter(id, 97)) },
    ...{
      created_at: clockText(start),
      closed_at: clockText(start + seconds * 1000),
      website_id: pick(websites, scatter(id, 7)),
    },
    ...{
      operator_id: scatter(id, operators) + 1,
      skill_id: scatter(id, 5) + 1,
      tag_list: id % 3 ? [scatter(id, 6) + 1] : [],
    },
    ...{ rule_id: 100 + (id % 4), xmpp_id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}` },
  };
}

function transaction(id: number, talks: Row[], now: number): Row {
  const told = id % 3 ? pick(talks, id * 3) : undefined;
  const visitor = scatter(id, visitors) + 1;
  return {
    ...{ id, external_id: `order-${1000 + id}`, visitor_uid: told?.visitor_uid ?? uidOf(visitor) },
    ...{ visitor_email: `visitor-${visitor}@mail.example`, amount: (1990 + scatter(id, 30_000)) / 100 },
    ...{
      created_at: told?.closed_at ?? clockText(now - id * 2 * day),
      website_id: told?.website_id ?? pick(websites, id),
    },
    ...{ operator_id: told?.operator_id ?? null, conversation_id: told?.id ?? null },
  };
}

function satisfaction(id: number, talks: Row[]): Row {
  const { id: conversation_id, closed_at, website_id, operator_id } = pick(talks, id * 2);
  const note = (n: number) => 60 + (scatter(id + n, 5) as number) * 10;
  return {
    ...{ id, note_welcome: note(1), note_resolution: note(2), node_delay: note(3), created_at: closed_at },
    ...{ website_id, operator_id, conversation_id },
  };
}

function visitor(id: number, now: number): Row {
  const [firstname, lastname] = [pick(firstNames, id), pick(names, id * 7)];
  return {
    ...{ id, unique_id: uidOf(id), external_id: id % 2 ? `customer-${id}` : null, firstname, lastname },
    ...{
      address: `${id} rue des Tests`,
      city: pick(cities, id),
      zip: `44${String(id).padStart(3, '0')}`,
      country: 'France',
    },
    ...{ phone: `0600000${String(id).padStart(3, '0')}`, email: `visitor-${id}@mail.example`, browser: 'Firefox' },
    ...{ website_id: [pick(websites, id)], created_at: clockText(now - id * 3 * day) },
  };
}
