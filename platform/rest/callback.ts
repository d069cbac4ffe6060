import type { Answered } from './answer-resource.ts';
import { clockText } from './clock.ts';
import { Refused } from './read-fields.ts';
import { nextId, type RestWorld, rowsOf } from './rest-world.ts';

export function callback(
  world: RestWorld,
  action: string,
  { operator_external_id, website_id, phone_number }: Record<string, unknown>,
): Answered {
  const operator = [...rowsOf(world, 'operator').values()].find((row) => row.external_id === operator_external_id);
  if (!operator) throw new Refused(`Unknown 'operator' with 'external_id' ${operator_external_id}.`);
  if (action === 'hangup') return { data: [] };
  const at = clockText(world.now());
  const conversation = {
    ...{ id: nextId(world, 'conversation'), channel: 'call', visitor_uid: `phone-${phone_number}`, history: null },
    ...{
      operator_answer: true,
      operator_closed: false,
      waitinglist: false,
      page_type: null,
      created_at: at,
      closed_at: null,
    },
    ...{ website_id, operator_id: operator.id, skill_id: null, tag_list: [], rule_id: 107, xmpp_id: null },
  };
  rowsOf(world, 'conversation').set(conversation.id, conversation);
  const { id: conversation_id, visitor_uid } = conversation;
  return {
    data: {
      targeting_rule_id: 107,
      website_id,
      conversation_id,
      skill_id: null,
      visitor_phone_number: phone_number,
      visitor_uid,
    },
  };
}
