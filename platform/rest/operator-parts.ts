import type { Answered } from './answer-resource.ts';
import { Refused } from './read-fields.ts';
import { type RestWorld, type Row, rowsOf } from './rest-world.ts';

export function partOf(world: RestWorld, part: string, { id, first_name }: Row): object {
  if (part === 'live') return liveOf(world, id);
  const talks = [...rowsOf(world, 'conversation').values()].filter((row) => row.operator_id === id).length;
  if (part === 'statistic') {
    return { id, conversation_number: talks, satisfaction_global_rate: (70 + (id % 30)) / 100, experience: talks * 10 };
  }
  return {
    ...{
      user_id: id,
      status: 'I am here to help you',
      description: `${first_name ?? 'Somebody'} knows the shop by heart.`,
    },
    ...{ facebook: `agent.${id}`, twitter: `agent${id}`, city: 'Nantes', country: 'France' },
  };
}

const channels = ['chat', 'call', 'video'] as const;

function liveOf(world: RestWorld, id: number): Row {
  const off = { enabled: false, slot_number: 0, slot_max_number: 1, busy: false, available: false };
  return rowsOf(world, 'live').get(id) ?? { id, connected: false, chat: off, call: off, video: off };
}

export function setLive(world: RestWorld, { id }: Row, set: Record<string, unknown>): Answered {
  if (set.connected === true) throw new Refused("Value of field 'connected' is not valid.");
  const live: Row = { ...liveOf(world, id), ...(set.connected === false && { connected: false }) };
  let message = 'Operator is now offline.';
  for (const channel of channels) {
    const { available } = Object(set[channel]);
    if (typeof available !== 'boolean') continue;
    live[channel] = { ...Object(live[channel]), available };
    message = `Operator is now ${available ? 'available' : 'unavailable'} for ${channel} channel.`;
  }
  rowsOf(world, 'live').set(id, live);
  return { message };
}
