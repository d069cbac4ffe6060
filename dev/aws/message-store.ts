import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export interface StoredMessage {
  queue: string;
  id: string;
  body: string;
  /** These two are null in a standard queue. */
  groupId: string | null;
  deduplicationId: string | null;
  /** Epoch milliseconds, as all times here. */
  sentAt: number;
  /** In the future while it is delayed or in flight. */
  visibleAt: number;
  /** How often it was received. */
  receives: number;
  firstReceivedAt: number | null;
  /** Of the last time it was received. */
  receipt: string | null;
}

/** What a message of a FIFO queue has. */
export interface Grouping {
  groupId: string;
  deduplicationId: string;
}

export interface MessageStore {
  /** Answers the id of the message, or of the one that it repeats; then nothing is added. */
  add(queue: string, body: string, delayMilliseconds: number, grouping?: Grouping): string;
  /** The visible ones, oldest first; none of a group of which another is in flight. */
  visible(queue: string, limit: number): StoredMessage[];
  /** Takes a visible message in flight. */
  receive(message: StoredMessage, invisibleMilliseconds: number): StoredMessage;
  find(queue: string, id: string): StoredMessage | undefined;
  hide(queue: string, id: string, milliseconds: number): void;
  delete(queue: string, id: string): void;
  move(message: StoredMessage, queue: string): void;
  /** When the next message that is not visible becomes so. */
  nextVisibleAt(queue: string): number | undefined;
  count(queue: string): { visible: number; inFlight: number; delayed: number };
}

const deduplicationMilliseconds = 5 * 60_000;

export function openMessageStore(state: DatabaseSync): MessageStore {
  const insert = state.prepare('INSERT INTO queued VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL, NULL)');
  const forget = state.prepare('DELETE FROM deduplications WHERE sentAt <= ?');
  const repeated = state.prepare('SELECT messageId FROM deduplications WHERE queue = ? AND deduplicationId = ?');
  const remember = state.prepare('INSERT INTO deduplications VALUES (?, ?, ?, ?)');
  const visible = state.prepare(
    `SELECT * FROM queued AS one WHERE queue = ?1 AND visibleAt <= ?2 AND NOT EXISTS (
        SELECT 1 FROM queued AS other WHERE other.queue = ?1 AND other.groupId = one.groupId AND other.visibleAt > ?2)
      ORDER BY sentAt, rowid LIMIT ?3`,
  );
  const receive = state.prepare(
    `UPDATE queued SET receives = receives + 1, firstReceivedAt = coalesce(firstReceivedAt, ?1), receipt = ?2, visibleAt = ?3
      WHERE queue = ?4 AND id = ?5 RETURNING *`,
  );
  const find = state.prepare('SELECT * FROM queued WHERE queue = ? AND id = ?');
  const hide = state.prepare('UPDATE queued SET visibleAt = ? WHERE queue = ? AND id = ?');
  const remove = state.prepare('DELETE FROM queued WHERE queue = ? AND id = ?');
  // In a FIFO queue it counts as sent now, and by its own id.
  const move = state.prepare(
    `UPDATE queued SET queue = ?1, visibleAt = ?2, receives = 0, firstReceivedAt = NULL,
      sentAt = iif(groupId IS NULL, sentAt, ?2), deduplicationId = iif(groupId IS NULL, NULL, id)
      WHERE queue = ?3 AND id = ?4`,
  );
  const next = state.prepare('SELECT min(visibleAt) AS at FROM queued WHERE queue = ? AND visibleAt > ?');
  const count = state.prepare(
    `SELECT count(*) FILTER (WHERE visibleAt <= ?2) AS visible,
      count(*) FILTER (WHERE visibleAt > ?2 AND receives > 0) AS inFlight,
      count(*) FILTER (WHERE visibleAt > ?2 AND receives = 0) AS delayed FROM queued WHERE queue = ?1`,
  );
  const read = (row: object | undefined) => row as StoredMessage | undefined;

  return {
    add(queue, body, delay, grouping) {
      const { groupId = null, deduplicationId = null } = grouping ?? {};
      const [id, now] = [randomUUID(), Date.now()];
      if (deduplicationId !== null) {
        forget.run(now - deduplicationMilliseconds);
        const earlier = repeated.get(queue, deduplicationId);
        if (earlier) return String(earlier.messageId);
        remember.run(queue, deduplicationId, id, now);
      }
      insert.run(queue, id, body, groupId, deduplicationId, now, now + delay);
      return id;
    },
    visible: (queue, limit) => visible.all(queue, Date.now(), limit) as object[] as StoredMessage[],
    receive({ queue, id }, milliseconds) {
      const now = Date.now();
      return receive.get(now, randomUUID(), now + milliseconds, queue, id) as object as StoredMessage;
    },
    find: (queue, id) => read(find.get(queue, id)),
    hide: (queue, id, milliseconds) => void hide.run(Date.now() + milliseconds, queue, id),
    delete: (queue, id) => void remove.run(queue, id),
    move: ({ queue, id }, to) => void move.run(to, Date.now(), queue, id),
    nextVisibleAt: (queue) => (next.get(queue, Date.now())?.at ?? undefined) as number | undefined,
    count: (queue) => count.get(queue, Date.now()) as object as ReturnType<MessageStore['count']>,
  };
}
