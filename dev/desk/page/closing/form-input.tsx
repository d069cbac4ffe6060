import { Icon } from '../parts/icon.tsx';
import type { Input } from './read-form.ts';

interface Props {
  input: Input;
  value: string | boolean | undefined;
  /** '' when there is none. */
  problem: string;
  onChange(value: string | boolean): void;
}

/** The platform keeps so many characters of a field. */
const longest = 1_024;

export function FormInput({ input: { id, label, kind, isRequired, options }, value, problem, onChange }: Props) {
  const htmlId = `closing-${id}`;
  const text = typeof value === 'string' ? value : '';
  const common = {
    ...{ id: htmlId, 'aria-describedby': `${htmlId}-problem`, 'aria-invalid': problem !== '' },
    'aria-required': isRequired,
  };
  const onInput = ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value);
  return (
    <div class="closing-field">
      {kind === 'CHECKBOX' ? (
        <label class="check">
          <input
            type="checkbox"
            checked={value === true}
            onChange={({ currentTarget }) => onChange(currentTarget.checked)}
            {...common}
          />
          <Label label={label} isRequired={isRequired} />
        </label>
      ) : (
        <label class="field-label" for={htmlId}>
          <Label label={label} isRequired={isRequired} />
        </label>
      )}
      {kind === 'SELECT' && (
        <select value={text} onChange={onInput} {...common}>
          <option value="">Choose …</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
      {kind === 'TEXTAREA' && <textarea rows={3} maxLength={longest} value={text} onInput={onInput} {...common} />}
      {['TEXT', 'INTEGER', 'DECIMAL'].includes(kind) && (
        <input
          type="text"
          autocomplete="off"
          inputMode={kind === 'INTEGER' ? 'numeric' : kind === 'DECIMAL' ? 'decimal' : 'text'}
          maxLength={longest}
          value={text}
          onInput={onInput}
          {...common}
        />
      )}
      <p class="field-problem" id={`${htmlId}-problem`}>
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

function Label({ label, isRequired }: Pick<Input, 'label' | 'isRequired'>) {
  return (
    <span>
      {label}
      {!isRequired && <span class="quiet"> (optional)</span>}
    </span>
  );
}
