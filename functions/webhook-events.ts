import { signedPost } from '../connector/endpoint/endpoint.ts';
import { receiveEvent, webhookOptions } from '../connector/events/receive-event.ts';

export const handler = signedPost('POST /webhooks', webhookOptions, async (call) => {
  await receiveEvent(call);
  return { status: 'received' };
});
