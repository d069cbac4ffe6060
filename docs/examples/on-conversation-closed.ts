import { onEvent } from '../../connector/events/on-event.ts';
import { readHistory } from '../../connector/iadvize/conversation-history.ts';

/** Says of each conversation that was closed who spoke in it. */
export const handler = onEvent('conversation.closed', { uses: ['apiKey'] }, async (event, { api }) => {
  // Nobody's key was kept: the website was uninstalled meanwhile.
  if (!api) return;
  const { history = '' } = await api.conversation.get(event.conversationId);
  const speakers = new Set(readHistory(history).map(({ by }) => by));
  console.log(`Conversation ${event.conversationId} of ${event.website}: ${[...speakers].join(', ') || 'nobody'}`);
});
