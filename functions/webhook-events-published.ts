import { events } from '#connector.config';
import { signedPost } from '../connector/endpoint/endpoint.ts';
import { publishEvent } from '../connector/events/publish-event.ts';
import { receiveEvent, webhookOptions } from '../connector/events/receive-event.ts';

/** In the place of `webhook-events` where `events` names any. */
export const handler = signedPost('POST /webhooks', webhookOptions, async (call) => {
  const event = await receiveEvent(call);
  if ('fields' in event && events.includes(event.type)) await publishEvent(event, call);
  return { status: 'received' };
});
