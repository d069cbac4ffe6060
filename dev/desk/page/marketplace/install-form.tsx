import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeskWebsite, FormField } from '../../desk-api.ts';
import { useDesk } from '../desk-state.ts';
import { Choice } from '../parts/choice.tsx';
import { ParameterField } from './parameter-field.tsx';
import type { Dialect, Install, Values } from './use-install.ts';

const dialects = [
  ['2018', '2018'],
  ['2017', '2017'],
] as const;

interface Props {
  current: DeskWebsite;
  install: Install;
}

/** The merchant's form, one field a declared parameter, in the order of declaration. */
export function InstallForm({ current, install: { problems, isBusy, install } }: Props) {
  const { fields } = useDesk();
  const [values, setValues] = useState<Values>(() => firstValues(fields, current));
  const [dialect, setDialect] = useState<Dialect>('2018');
  const form = useRef<HTMLFormElement>(null);
  const isInstalled = current.state === 'installed' || current.state === 'awaiting';

  useEffect(() => {
    if (problems.length) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems]);

  return (
    <form
      ref={form}
      class="card install-form"
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void install(values, dialect);
      }}
    >
      <header>
        <h3>Authentication</h3>
        <p class="quiet">What the connector needs to reach the catalog of this website.</p>
      </header>
      {fields.map((field) => (
        <ParameterField
          key={field.key}
          field={field}
          value={values[field.key] ?? ''}
          problem={problems
            .filter(({ parameterKey }) => parameterKey === field.key)
            .map(({ message }) => message)
            .join(' ')}
          onChange={(value) => setValues((before) => ({ ...before, [field.key]: value }))}
        />
      ))}
      <div class="install-form-end">
        <button type="submit" class="button main" aria-disabled={isBusy}>
          {isBusy ? 'One moment …' : isInstalled ? 'Save and reinstall' : 'Install'}
        </button>
        <div class="dialect">
          <span class="quiet">Dialect</span>
          <Choice
            name="dialect"
            label="Dialect of the verification"
            options={dialects}
            value={dialect}
            onChange={(chosen) => setDialect(chosen)}
          />
        </div>
      </div>
    </form>
  );
}

/** What was typed last, else the sample, so that one click installs. */
function firstValues(fields: readonly FormField[], { website, typed }: DeskWebsite): Values {
  return Object.fromEntries(
    fields.map(({ key, type, sample }) => {
      if (type === 'toggle') return [key, typed[key] ?? sample === 'true'];
      return [key, typed[key] ?? (key === 'websiteId' ? website : sample)];
    }),
  );
}
