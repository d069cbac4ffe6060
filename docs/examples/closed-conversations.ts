import { deadlineIn } from '../../connector/deadline.ts';
import { iadvizeApi } from '../../connector/iadvize/api.ts';
import { readHistory } from '../../connector/iadvize/conversation-history.ts';
import type { Website } from '../../connector/website.ts';

/** Who spoke in yesterday's chats of a website: one line each. */
export async function spokenYesterday(website: Website, key: string, now: Date): Promise<string[]> {
  const api = iadvizeApi({ website, key, deadline: deadlineIn(60_000) });
  const lines: string[] = [];
  const from = new Date(now.getTime() - 24 * 3600_000);
  for await (const chat of api.conversation.list({ channel: 'chat', from, to: now }, { full: true })) {
    const spoken = readHistory(chat.history ?? '').filter(({ by }) => by === 'operator' || by === 'visitor');
    const operator = chat.operator_id === undefined ? undefined : await api.operator.get(chat.operator_id);
    lines.push(
      `${chat.id}: ${operator?.first_name ?? 'nobody'} · ${spoken.map(({ by, text }) => `${by}: ${text}`).join(' / ')}`,
    );
  }
  return lines;
}
