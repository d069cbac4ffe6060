const datetime = { created: '2014-01-01 00:00:00', sent: '2014-01-01 00:00:01' };
const conversation = { conversation_id: 1, type: 'chat', operator_id: 1, website_id: 1, group_id: 1 };

/** One of each event of the Push API, as the documentation prints them. */
export const pushEvents = [
  { name: 'operator.login', datetime, parameters: { operator_id: 1 } },
  { name: 'operator.logout', datetime, parameters: { operator_id: 1 } },
  { name: 'conversation.start', datetime, parameters: { ...conversation, custom_data: { example: 'value' } } },
  { name: 'conversation.end', datetime, parameters: conversation },
] as const;
