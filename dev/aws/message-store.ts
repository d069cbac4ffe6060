import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export interface StoredMessage {
  queue: string;
  id: string;
  body: string;
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

export interface MessageStore {
  add(queue: string, body: string, delayMilliseconds: number): string;
  /** The visible ones, oldest first. */
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

export function openMessageStore(state: DatabaseSync): MessageStore {
  const insert = state.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, 0, NULL, NULL)');
  const visible = state.prepare(
    'SELECT * FROM messages WHERE queue = ? AND visibleAt <= ? ORDER BY sentAt, rowid LIMIT ?',
  );
  const receive = state.prepare(
    `UPDATE messages SET receives = receives + 1, firstReceivedAt = coalesce(firstReceivedAt, ?1), receipt = ?2, visibleAt = ?3
      WHERE queue = ?4 AND id = ?5 RETURNING *`,
  );
  const find = state.prepare('SELECT * FROM messages WHERE queue = ? AND id = ?');
  const hide = state.prepare('UPDATE messages SET visibleAt = ? WHERE queue = ? AND id = ?');
  const remove = state.prepare('DELETE FROM messages WHERE queue = ? AND id = ?');
  const move = state.prepare(
    'UPDATE messages SET queue = ?, visibleAt = ?, receives = 0, firstReceivedAt = NULL WHERE queue = ? AND id = ?',
  );
  const next = state.prepare('SELECT min(visibleAt) AS at FROM messages WHERE queue = ? AND visibleAt > ?');
  const count = state.prepare(
    `SELECT count(*) FILTER (WHERE visibleAt <= ?2) AS visible,
      count(*) FILTER (WHERE visibleAt > ?2 AND receives > 0) AS inFlight,
      count(*) FILTER (WHERE visibleAt > ?2 AND receives = 0) AS delayed FROM messages WHERE queue = ?1`,
  );
  const read = (row: object | undefined) => row as StoredMessage | undefined;

  return {
    add(queue, body, delay) {
      const id = randomUUID();
      insert.run(queue, id, body, Date.now(), Date.now() + delay);
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
