import type { Website } from '../../connector/website.ts';
import { type EventType, exampleEvent } from '../../platform/events.ts';

export const json = { 'content-type': 'application/json' };
const version = '11111111-2222-4333-8444-555555555555';

/** The body and headers of a verification in the dialect of 2018. */
export function verificationOf(typed: Record<string, unknown>) {
  const body = JSON.stringify(Object.entries(typed).map(([key, value]) => ({ key, value })));
  return { body, headers: json };
}

/** The body and headers of an install or uninstall. */
export function eventOf(type: EventType, website: string, createdAt = new Date()) {
  const event = exampleEvent(type, { website: website as Website, connectorVersionId: version, createdAt });
  return { body: JSON.stringify(event), headers: json };
}
