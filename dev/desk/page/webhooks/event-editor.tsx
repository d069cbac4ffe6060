import { useEffect, useState } from 'preact/hooks';
import type { DeliveryRequest } from '../../desk-api.ts';
import { askServer, getFromServer } from '../ask-server.ts';
import { useDesk } from '../desk-state.ts';
import { Check } from '../parts/check.tsx';
import { Choice } from '../parts/choice.tsx';
import { Icon } from '../parts/icon.tsx';
import { usePlace } from '../place.ts';

const usual: Omit<DeliveryRequest, 'event'> = {
  ...{ format: 'json', signature: 'right', timeScale: 1 },
  ...{ duplicate: false, newDeliveryId: false, reordered: false, delayed: false },
};

export function EventEditor() {
  const { eventTypes, hasPreviousSecret } = useDesk();
  const [{ website }] = usePlace();
  const [type, setType] = useState('conversation.chat.started');
  const [text, setText] = useState('');
  const [terms, setTerms] = useState(usual);
  const [problem, setProblem] = useState('');
  const change = (changes: Partial<typeof usual>) => setTerms((before) => ({ ...before, ...changes }));

  const fill = async () => {
    const event = await getFromServer('/api/example-event', { type, website });
    setText(JSON.stringify(event, null, 2));
    setProblem('');
  };
  useEffect(() => void fill(), [type, website]);

  const send = async () => {
    try {
      setProblem('');
      await askServer('/api/deliveries', { ...terms, event: text });
    } catch (error) {
      setProblem((error as Error).message);
    }
  };

  return (
    <form
      class="card event-editor"
      aria-labelledby="editor-title"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2 id="editor-title">Send an event</h2>
      <div class="event-type">
        <label class="unseen" for="event-type">
          Type of the event
        </label>
        <select id="event-type" value={type} onChange={({ currentTarget }) => setType(currentTarget.value)}>
          {eventTypes.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
        <button type="button" class="icon-button" aria-label="Fill in a new example" onClick={fill}>
          <Icon name="restart" />
        </button>
      </div>
      <textarea
        aria-label="The event, as JSON"
        aria-invalid={problem !== ''}
        aria-describedby="event-problem"
        spellcheck={false}
        rows={11}
        wrap="off"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <p class="field-problem" id="event-problem" role="alert">
        {problem}
      </p>
      <Row label="Sent as">
        <Choice
          name="format"
          label="Format"
          options={[
            ['json', 'JSON'],
            ['form', 'Form'],
          ]}
          value={terms.format}
          onChange={(format) => change({ format })}
        />
      </Row>
      <Row label="Signature">
        <Choice
          name="signature"
          label="Signature"
          options={[
            ['right', 'Right'],
            ['wrong', 'Wrong'],
            ['previous', 'Previous secret'],
          ]}
          value={terms.signature}
          disabled={hasPreviousSecret ? [] : ['previous']}
          onChange={(signature) => change({ signature })}
        />
      </Row>
      <Row label="Retries">
        <Choice
          name="retries"
          label="Pauses before the retries"
          options={[
            ['1', '10 s, 20 s'],
            ['0.1', '1 s, 2 s'],
            ['0.01', 'At once'],
          ]}
          value={String(terms.timeScale) as '1' | '0.1' | '0.01'}
          onChange={(scale) => change({ timeScale: Number(scale) })}
        />
      </Row>
      <fieldset class="switches">
        <legend class="unseen">What goes wrong on the way</legend>
        <Check
          label="Duplicate"
          hint="It arrives twice."
          checked={terms.duplicate}
          onChange={(duplicate) => change({ duplicate })}
        />
        <Check
          label="New delivery id"
          hint="As if replayed."
          checked={terms.newDeliveryId}
          disabled={!terms.duplicate}
          onChange={(newDeliveryId) => change({ newDeliveryId })}
        />
        <Check
          label="Reordered"
          hint="Its opposite follows."
          checked={terms.reordered}
          onChange={(reordered) => change({ reordered })}
        />
        <Check
          label="Delayed"
          hint="It is 10 minutes old."
          checked={terms.delayed}
          onChange={(delayed) => change({ delayed })}
        />
      </fieldset>
      <button type="submit" class="button main">
        Send to {website}
      </button>
    </form>
  );
}

function Row({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div class="editor-row">
      <span class="quiet" aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}
