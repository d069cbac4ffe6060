import './conversation.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ClosedNotice } from '../closing/closed-notice.tsx';
import { ClosingForm } from '../closing/closing-form.tsx';
import { CustomerPanel } from '../customer/customer-panel.tsx';
import { useDesk } from '../desk-state.ts';
import { Icon } from '../parts/icon.tsx';
import { usePlace } from '../place.ts';
import { ProductList } from '../product-list/product-list.tsx';
import type { CardProduct } from '../product-list/read-product.ts';
import { MessageBox } from './message-box.tsx';
import { SentCard } from './sent-card.tsx';
import { useThread } from './thread.ts';

const isNarrow = () => matchMedia('(max-width: 1040px)').matches;

export function Conversation() {
  const { plugins } = useDesk();
  const [{ website, list, customer }, go] = usePlace();
  const { messages, add, begin } = useThread(website);
  const [isClosing, setClosing] = useState(false);
  const [announcement, setAnnouncement] = useState('');
  const cart = useRef<HTMLButtonElement>(null);
  const end = useRef<HTMLLIElement>(null);
  const customerPanel = useRef<HTMLElement>(null);
  const customerToggle = useRef<HTMLButtonElement>(null);
  const closeButton = useRef<HTMLButtonElement>(null);
  const newButton = useRef<HTMLButtonElement>(null);
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
    go({ list: true, customer: false });
  };
  const close = () => {
    go({ list: false, category: '', search: '' });
    cart.current?.focus();
  };

  const hasProfile = plugins.includes('visitor-profile');
  const isClosed = messages.some((message) => 'closed' in message);
  const closeCustomer = () => {
    go({ customer: false });
    customerToggle.current?.focus();
  };

  useLayoutEffect(() => {
    if (customer) customerPanel.current?.querySelector('input')?.focus();
  }, [customer]);
  useLayoutEffect(() => {
    if (isClosed) newButton.current?.focus();
  }, [isClosed]);
  useLayoutEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [messages.length]);
  useEffect(() => {
    const onSlash = (event: KeyboardEvent) => {
      if (
        !cart.current ||
        event.key !== '/' ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target)
      )
        return;
      event.preventDefault();
      document.querySelector<HTMLElement>('#product-list input')?.focus();
      open();
    };
    document.addEventListener('keydown', onSlash);
    return () => document.removeEventListener('keydown', onSlash);
  }, []);

  return (
    <section
      class={`conversation${list ? ' with-list' : ''}${hasProfile ? ' with-customer' : ''}`}
      aria-label="Conversation"
    >
      <header class="conversation-header">
        <span class="face" aria-hidden="true">
          V
        </span>
        <h2>
          Visitor<span class="quiet"> on {website}</span>
        </h2>
        {(hasProfile || plugins.includes('closing-form')) && (
          <p class="conversation-actions">
            {hasProfile && (
              <button
                type="button"
                class="icon-button customer-toggle"
                ref={customerToggle}
                aria-label="Customer information"
                aria-expanded={customer}
                aria-controls="customer"
                onClick={() => (customer ? closeCustomer() : go({ customer: true, list: false }))}
              >
                <Icon name="person" />
              </button>
            )}
            {plugins.includes('closing-form') && !isClosed && !isClosing && (
              <button
                type="button"
                class="button small"
                ref={closeButton}
                onClick={() => {
                  go({ list: false, customer: false });
                  setClosing(true);
                }}
              >
                Close<span class="roomy"> conversation</span>
              </button>
            )}
          </p>
        )}
      </header>
      <ol class="thread">
        {messages.map((message, index) => (
          <li key={index} class={`message ${message.from}`} ref={index === messages.length - 1 ? end : null}>
            <p class="who">{message.from === 'visitor' ? 'Visitor' : 'You'}</p>
            {'product' in message && <SentCard product={message.product} />}
            {'text' in message && <p class="bubble">{message.text}</p>}
            {'closed' in message && <ClosedNotice answers={message.closed} />}
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {announcement}
      </p>
      {isClosed ? (
        <p class="conversation-end conversation-new">
          <button type="button" class="button" ref={newButton} onClick={begin}>
            Begin another conversation
          </button>
        </p>
      ) : isClosing ? (
        <ClosingForm
          onClosed={(closed) => {
            setClosing(false);
            add({ from: 'agent', closed });
            setAnnouncement('Conversation closed');
          }}
          onCancel={() => {
            setClosing(false);
            requestAnimationFrame(() => closeButton.current?.focus());
          }}
        />
      ) : (
        <MessageBox
          isListOpen={list}
          cart={cart}
          onToggleList={() => (list ? close() : open())}
          onSend={(text) => add({ from: 'agent', text })}
        />
      )}
      {hasProfile && <CustomerPanel panel={customerPanel} onClose={closeCustomer} />}
      {list && <ProductList takesFocus={opened.current} onSend={send} onClose={close} />}
    </section>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
