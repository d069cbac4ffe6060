import { config, keepsApiKey, source } from '#connector.config';
import { keptKey } from '../connector/verification/kept-key.ts';
import type { App } from '../connector/verification/verify-install.ts';

/** As its configuration has it. */
export const ownApp: App = { config, source, ...(keepsApiKey && { keptKey }) };
