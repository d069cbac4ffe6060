import './customer-panel.css';
import type { Ref } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useDesk } from '../desk-state.ts';
import { CallFailure } from '../parts/call-failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { scrollable } from '../parts/scrollable.ts';
import { useAnswer } from '../parts/use-answer.ts';
import { usePlace } from '../place.ts';
import { ActionButton } from './action-button.tsx';
import { type CardField, readProfile } from './read-profile.ts';

interface Props {
  panel: Ref<HTMLElement>;
  onClose(): void;
}

/** What the connector tells of the visitor: beside the conversation, on a phone a sheet over it. */
export function CustomerPanel({ panel, onClose }: Props) {
  const { visitor } = useDesk();
  const [{ website, customer }] = usePlace();
  const [email, setEmail] = useState(visitor.email);
  const [externalId, setExternalId] = useState(visitor.externalId);
  const { answer, isAsking, ask } = useAnswer('/api/visitor-profile');
  const show = () =>
    void ask({
      ...{ website, operatorLocale: navigator.language },
      ...(email.trim() && { emailVisitor: email.trim() }),
      ...(externalId.trim() && { idVisitorExternal: externalId.trim() }),
    });
  useEffect(() => {
    if (email || externalId) show();
  }, []);

  const isList = answer?.status === 200 && Array.isArray(answer.body);
  return (
    <section
      id="customer"
      class={`customer${customer ? ' open' : ''}`}
      aria-label="Customer information"
      ref={panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && customer) onClose();
      }}
    >
      <header class="customer-header">
        <h3>Customer information</h3>
        <button type="button" class="icon-button customer-close" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="customer-body" aria-busy={isAsking} {...scrollable}>
        <form
          class="customer-form"
          onSubmit={(event) => {
            event.preventDefault();
            show();
          }}
        >
          <label>
            Email
            <input
              type="text"
              inputMode="email"
              autocomplete="off"
              spellcheck={false}
              maxLength={500}
              value={email}
              onInput={({ currentTarget }) => setEmail(currentTarget.value)}
            />
          </label>
          <label>
            External id
            <input
              type="text"
              autocomplete="off"
              spellcheck={false}
              maxLength={500}
              value={externalId}
              onInput={({ currentTarget }) => setExternalId(currentTarget.value)}
            />
          </label>
          <button type="submit" class="button small">
            Show this visitor
          </button>
        </form>
        {answer && !isList && <CallFailure answer={answer} />}
        {answer && isList && <Profile key={answer.callId} fields={readProfile(answer.body)} />}
      </div>
    </section>
  );
}

function Profile({ fields }: { fields: CardField[] }) {
  if (fields.length === 0) return <p class="quiet">Nothing is known of this visitor.</p>;
  return (
    <ul class="profile">
      {fields.map((field) => (
        <li key={field.id}>
          {field.kind === 'text' && (
            <>
              <span class="quiet">{field.label}</span>
              <span class="profile-value">{field.value}</span>
            </>
          )}
          {field.kind === 'link' && (
            <a href={field.value} target="_blank" rel="noreferrer">
              {field.label}
              <span class="unseen"> in a new tab</span>
            </a>
          )}
          {field.kind === 'action' && <ActionButton {...field} />}
        </li>
      ))}
    </ul>
  );
}
