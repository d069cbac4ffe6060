interface Props<Value extends string> {
  /** Of the radio group; unique on the page. */
  name: string;
  label: string;
  options: readonly (readonly [value: Value, label: string])[];
  value: Value;
  onChange(value: Value): void;
  disabled?: readonly Value[];
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({ name, label, options, value, onChange, disabled = [] }: Props<Value>) {
  return (
    <fieldset class="choice">
      <legend class="unseen">{label}</legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            checked={option === value}
            disabled={disabled.includes(option)}
            onChange={() => onChange(option)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
