import { useState } from 'preact/hooks';
import type { FormField } from '../../desk-api.ts';
import { Icon } from '../parts/icon.tsx';
import { OptionSelect } from './option-select.tsx';

interface Props {
  field: FormField;
  value: string | boolean;
  /** '' when there is none. */
  problem: string;
  onChange(value: string | boolean): void;
}

export function ParameterField({ field, value, problem, onChange }: Props) {
  const { key, label, type, required, secret, help } = field;
  const [isShown, setShown] = useState(false);
  const id = `field-${key}`;
  const described = { 'aria-describedby': `${id}-help ${id}-problem`, 'aria-invalid': problem !== '' };
  return (
    <div class="field">
      {type === 'toggle' ? (
        <label class="check">
          <input
            type="checkbox"
            checked={value === true}
            onChange={({ currentTarget }) => onChange(currentTarget.checked)}
            {...described}
          />
          {label}
        </label>
      ) : (
        <>
          <label class="field-label" for={id}>
            {label}
            {!required && <span class="quiet"> (optional)</span>}
          </label>
          {type === 'selectpicker' ? (
            <OptionSelect id={id} field={field} value={String(value)} onChange={onChange} aria={described} />
          ) : (
            <div class="field-input">
              <input
                id={id}
                {...(secret && !isShown ? { type: 'password' } : { type: 'text' })}
                required={required}
                autocomplete={secret ? 'new-password' : 'off'}
                spellcheck={false}
                maxLength={10_000}
                value={String(value)}
                onInput={({ currentTarget }) => onChange(currentTarget.value)}
                {...described}
              />
              {secret && (
                <button type="button" class="link" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
                  {isShown ? 'Hide' : 'Show'}
                  <span class="unseen"> {label}</span>
                </button>
              )}
            </div>
          )}
        </>
      )}
      <p class="field-help" id={`${id}-help`}>
        {help}
      </p>
      <p class="field-problem" id={`${id}-problem`}>
        {problem && (
          <>
            <Icon name="warning" />
            {problem}
          </>
        )}
      </p>
    </div>
  );
}
