import { conversation, satisfaction, tag, transaction } from './conversations.ts';
import { client, group, operator, skill, website } from './people.ts';
import type { Resource } from './resource.ts';
import { statistic } from './statistic.ts';
import { callmeeting, odigocallback, visitor } from './visitors.ts';

/** All of the documentation, in its order. The name is the path below the base URL. */
export const resources = {
  client,
  website,
  operator,
  group,
  skill,
  conversation,
  tag,
  transaction,
  satisfaction,
  statistic,
  visitor,
  callmeeting,
  odigocallback,
} as const satisfies Readonly<Record<string, Resource>>;

export type Resources = typeof resources;
export type ResourceName = keyof Resources;
