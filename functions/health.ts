import { openGet } from '../connector/endpoint/endpoint.ts';

export const handler = openGet('GET /health', () => ({ status: 'UP' }));
