import type * as z from 'zod/mini';
import { Problem } from '../errors.ts';

/** A body that breaks its schema. The schema's messages say what was expected: "a UUID". */
export function invalidRequest(error: z.core.$ZodError): Problem {
  const issue = error.issues[0];
  return mustBe(fieldOf(error), issue?.message ?? 'as documented');
}

export function mustBe(field: string, expected: string): Problem {
  return new Problem('invalid_request', `${field} must be ${expected}.`, { field });
}

/** The first field that broke a schema, e.g. `availabilities[0].channel`; `body` for the whole. */
export function fieldOf(error: z.core.$ZodError): string {
  const path = error.issues[0]?.path ?? [];
  const field = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return field.replace(/^\./, '') || 'body';
}
