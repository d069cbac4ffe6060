import type { AriaAttributes } from 'preact';
import { useState } from 'preact/hooks';
import type { FormField } from '../../desk-api.ts';
import { usePlace } from '../place.ts';
import { useOptions } from './use-options.ts';

interface Props {
  id: string;
  field: FormField;
  value: string;
  onChange(value: string): void;
  aria: AriaAttributes;
}

/** A list that the connector fills. */
export function OptionSelect({ id, field: { key, label, required }, value, onChange, aria }: Props) {
  const [{ website }] = usePlace();
  const [attempt, setAttempt] = useState(0);
  const options = useOptions(website, key, attempt);
  const list = options.state === 'ready' ? options.list : [];
  return (
    <>
      <select
        id={id}
        required={required}
        aria-busy={options.state === 'loading'}
        value={list.some((option) => option.value === value) ? value : ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        {...aria}
      >
        <option value="">{options.state === 'loading' ? 'One moment …' : 'Choose …'}</option>
        {list.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <p class="options-failure" role="status">
        {options.state === 'failed' && (
          <>
            {options.problem}{' '}
            <button type="button" class="link" onClick={() => setAttempt(attempt + 1)}>
              Ask again<span class="unseen"> for {label}</span>
            </button>
          </>
        )}
      </p>
    </>
  );
}
