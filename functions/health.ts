import { openGet } from '../connector/endpoint.ts';

export const handler = openGet('GET /health', () => ({ status: 'UP' }));
