import { handler } from '../../docs/examples/on-conversation-closed.ts';
import { readHandler } from '../../lib/own-handlers.ts';

const example = readHandler('functions/../docs/examples/on-conversation-closed.ts', handler);

/** An app that publishes events, keeps the merchant's key and handles one of them by the example of the docs. */
export const eventApp = {
  events: ['connector.installed', 'conversation.closed'],
  keepsApiKey: true,
  handlers: [example],
};
