import type { Credentials, Parameter } from './catalog-source.ts';

/** What is wrong with the value of one parameter; `message` is for the merchant and does not repeat the value. */
export interface SettingError {
  code: 'missing' | 'malformed';
  parameter: Parameter;
  message: string;
}

/** Checks and normalizes each value by its parameter's schema. What no parameter declares is dropped. */
export function parseSettings(
  parameters: readonly Parameter[],
  given: (key: string) => string | boolean | undefined,
): { settings: Credentials; errors: SettingError[] } {
  const errors: SettingError[] = [];
  const settings: Record<string, string | boolean> = {};
  for (const parameter of parameters) {
    const { key, label, required, schema } = parameter;
    const value = given(key);
    if (value === undefined) {
      if (required) errors.push({ code: 'missing', parameter, message: `${label} is required.` });
      continue;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) settings[key] = parsed.data;
    else {
      const expected = parsed.error.issues[0]?.message ?? 'Expected another form.';
      errors.push({ code: 'malformed', parameter, message: `${label} is not valid. ${expected}` });
    }
  }
  return { settings, errors };
}

/**
 * Settings that were sealed by an earlier version of the app, in the form that today's parameters declare; what is wrong with them
 * where a merchant must type them again.
 */
export function settingsOfToday(
  parameters: readonly Parameter[],
  sealed: Credentials,
): { settings: Credentials; outdated?: string } {
  const { settings, errors } = parseSettings(parameters, (key) =>
    Object.hasOwn(sealed, key) ? sealed[key] : undefined,
  );
  const outdated = errors.map(({ message }) => message).join(' ');
  return outdated ? { settings, outdated } : { settings };
}
