import './closing-form.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { CallFailure } from '../parts/call-failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { usePlace } from '../place.ts';
import { FormInput } from './form-input.tsx';
import { answerOf, problemOf, readForm, shownInputs, type Values } from './read-form.ts';

interface Props {
  /** With what was filled in: label and answer. */
  onClosed(answers: [label: string, answer: string][]): void;
  onCancel(): void;
}

/** What the agent is asked when the conversation ends. The platform keeps the answers: no call brings them to the connector here. */
export function ClosingForm({ onClosed, onCancel }: Props) {
  const [{ website }] = usePlace();
  const { answer, ask } = useAnswer('/api/closing-form');
  const [values, setValues] = useState<Values>({});
  const [isJudged, setJudged] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    void ask({ website, operatorLocale: navigator.language });
  }, []);

  const isList = answer?.status === 200 && Array.isArray(answer.body);
  const inputs = shownInputs(readForm(answer?.body), values);
  const close = () => {
    setJudged(true);
    const wrong = inputs.find((input) => problemOf(input, values[input.id]));
    if (wrong) document.getElementById(`closing-${wrong.id}`)?.focus();
    else onClosed(inputs.map((input) => [input.label, answerOf(input, values[input.id])]));
  };
  return (
    <form
      class="closing-form conversation-end"
      aria-label="Close the conversation"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isList) close();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <h3 tabIndex={-1} ref={heading}>
        Close the conversation
      </h3>
      {!answer && <p class="quiet">One moment …</p>}
      {answer && !isList && <CallFailure answer={answer} />}
      {isList && inputs.length === 0 && <p class="quiet">There is nothing to fill in.</p>}
      {inputs.map((input) => (
        <FormInput
          key={input.id}
          input={input}
          value={values[input.id]}
          problem={isJudged ? problemOf(input, values[input.id]) : ''}
          onChange={(value) => setValues((before) => ({ ...before, [input.id]: value }))}
        />
      ))}
      <p class="closing-actions">
        <button type="submit" class="button main" disabled={!isList}>
          Close
        </button>
        <button type="button" class="button" onClick={onCancel}>
          Go on talking
        </button>
      </p>
    </form>
  );
}
