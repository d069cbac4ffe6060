import { config, source } from '#connector.config';
import { verificationEndpoint } from '../connector/verification/verification-endpoint.ts';

export const handler = verificationEndpoint({ config, source });
