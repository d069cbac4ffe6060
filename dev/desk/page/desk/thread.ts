import { useState } from 'preact/hooks';
import type { CardProduct } from '../product-list/read-product.ts';

export type Message =
  | { from: 'visitor' | 'agent'; text: string }
  | { from: 'agent'; product: CardProduct }
  /** The last one: what was filled in when the conversation was closed. */
  | { from: 'agent'; closed: [label: string, answer: string][] };

const greeting: Message = {
  from: 'visitor',
  text: 'Hello! I am looking for a present and cannot decide. What do you have?',
};

/** The conversation on one website; it lasts as long as the browser's tab. */
export function useThread(website: string) {
  const key = `thread ${website}`;
  const [messages, setMessages] = useState<Message[]>(
    () => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? [greeting],
  );
  const change = (next: (before: Message[]) => Message[]) =>
    setMessages((before) => {
      const after = next(before);
      sessionStorage.setItem(key, JSON.stringify(after));
      return after;
    });
  const add = (message: Message) => change((before) => [...before, message]);
  return { messages, add, begin: () => change(() => [greeting]) };
}
