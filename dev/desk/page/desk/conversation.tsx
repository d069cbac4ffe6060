import './conversation.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePlace } from '../place.ts';
import { ProductList } from '../product-list/product-list.tsx';
import type { CardProduct } from '../product-list/read-product.ts';
import { MessageBox } from './message-box.tsx';
import { SentCard } from './sent-card.tsx';
import { useThread } from './thread.ts';

const isNarrow = () => matchMedia('(max-width: 1040px)').matches;

export function Conversation() {
  const [{ website, list }, go] = usePlace();
  const [messages, add] = useThread(website);
  const [announcement, setAnnouncement] = useState('');
  const cart = useRef<HTMLButtonElement>(null);
  const end = useRef<HTMLLIElement>(null);
  /** The list was opened here and now, not by a link. */
  const opened = useRef(false);

  const send = (product: CardProduct) => {
    add({ from: 'agent', product });
    setAnnouncement(`Sent: ${product.title}`);
    // The sheet covers what was sent.
    if (isNarrow()) close();
  };
  const open = () => {
    opened.current = true;
    go({ list: true });
  };
  const close = () => {
    go({ list: false, category: '', search: '' });
    cart.current?.focus();
  };

  useLayoutEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [messages.length]);
  useEffect(() => {
    const onSlash = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      document.querySelector<HTMLElement>('#product-list input')?.focus();
      open();
    };
    document.addEventListener('keydown', onSlash);
    return () => document.removeEventListener('keydown', onSlash);
  }, []);

  return (
    <section class={`conversation${list ? ' with-list' : ''}`} aria-label="Conversation">
      <header class="conversation-header">
        <span class="face" aria-hidden="true">
          V
        </span>
        <h2>
          Visitor<span class="quiet"> on {website}</span>
        </h2>
      </header>
      <ol class="thread">
        {messages.map((message, index) => (
          <li key={index} class={`message ${message.from}`} ref={index === messages.length - 1 ? end : null}>
            <p class="who">{message.from === 'visitor' ? 'Visitor' : 'You'}</p>
            {'product' in message ? <SentCard product={message.product} /> : <p class="bubble">{message.text}</p>}
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {announcement}
      </p>
      <MessageBox
        isListOpen={list}
        cart={cart}
        onToggleList={() => (list ? close() : open())}
        onSend={(text) => add({ from: 'agent', text })}
      />
      {list && <ProductList takesFocus={opened.current} onSend={send} onClose={close} />}
    </section>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
