import { openGet } from '../connector/endpoint/endpoint.ts';

/** The platform checks by GET that the callback is there before it sends events to it. */
export const handler = openGet('GET /webhooks', () => ({ status: 'available' }));
