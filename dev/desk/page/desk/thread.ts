import { useState } from 'preact/hooks';
import type { CardProduct } from '../product-list/read-product.ts';

export type Message = { from: 'visitor' | 'agent'; text: string } | { from: 'agent'; product: CardProduct };

const greeting: Message = {
  from: 'visitor',
  text: 'Hello! I am looking for a present and cannot decide. What do you have?',
};

/** The conversation on one website; it lasts as long as the browser's tab. */
export function useThread(website: string): [Message[], (message: Message) => void] {
  const key = `thread ${website}`;
  const [messages, setMessages] = useState<Message[]>(
    () => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? [greeting],
  );
  const add = (message: Message) =>
    setMessages((before) => {
      const after = [...before, message];
      sessionStorage.setItem(key, JSON.stringify(after));
      return after;
    });
  return [messages, add];
}
