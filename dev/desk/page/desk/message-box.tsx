import type { Ref } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';

interface Props {
  isListOpen: boolean;
  cart: Ref<HTMLButtonElement>;
  onToggleList(): void;
  onSend(text: string): void;
}

export function MessageBox({ isListOpen, cart, onToggleList, onSend }: Props) {
  const [text, setText] = useState('');
  return (
    <form
      class="message-box conversation-end"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onSend(text.trim());
        setText('');
      }}
    >
      <input
        type="text"
        aria-label="Message to the visitor"
        placeholder="Message …"
        autocomplete="off"
        maxLength={2000}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <button
        type="button"
        class="icon-button"
        ref={cart}
        aria-label="Product list"
        aria-expanded={isListOpen}
        aria-controls="product-list"
        onClick={onToggleList}
      >
        <Icon name="cart" />
      </button>
      <button type="submit" class="icon-button" aria-label="Send the message" disabled={!text.trim()}>
        <Icon name="send" />
      </button>
    </form>
  );
}
