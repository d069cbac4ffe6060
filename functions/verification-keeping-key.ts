import { config, source } from '#connector.config';
import { keptKey } from '../connector/verification/kept-key.ts';
import { verificationEndpoint } from '../connector/verification/verification-endpoint.ts';

/** In the place of `verification` where `keepsApiKey` is true. */
export const handler = verificationEndpoint({ config, source, keptKey });
