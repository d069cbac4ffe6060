import * as z from 'zod/mini';
import { invalidRequest, mustBe } from './invalid-request.ts';
import { parseJson } from './json-body.ts';

/** The two shapes of the same call (contract §3); answered in the one that was asked. */
export type Dialect = '2018' | '2017';

export interface Verification {
  dialect: Dialect;
  /** What the merchant typed, by parameter key; a parameter not given (`null`, `""`, no value) is absent. */
  parameters: ReadonlyMap<string, string | boolean>;
}

export interface VerificationError {
  code: string;
  message: string;
  /** Every error belongs to a parameter: the platform shows it beside that field. */
  parameterKey: string;
}

/** `message` of a valid one is the proof shown to the merchant, may be empty. */
export type VerificationResult = { valid: true; message: string } | { valid: false; errors: VerificationError[] };

/** The JSON of a 200: documented fields only. Marked pure: the function writes answers and does not carry the schemas. */
export const answer2018Schema = /* @__PURE__ */ defineAnswer2018Schema();
export const answer2017Schema = /* @__PURE__ */ defineAnswer2017Schema();
export type WireVerificationAnswer = z.infer<typeof answer2018Schema> | z.infer<typeof answer2017Schema>;

/** The platform documents two names for the outcome and for an error's text; both are sent. */
function defineAnswer2018Schema() {
  const error = { code: z.string(), description: z.string(), message: z.string(), parameterKey: z.string() };
  return z.strictObject({ isStepValid: z.boolean(), isValid: z.boolean(), errors: z.array(z.strictObject(error)) });
}

function defineAnswer2017Schema() {
  const field = { id: z.string(), message: z.string() };
  return z.strictObject({ isValid: z.boolean(), message: z.string(), fields: z.array(z.strictObject(field)) });
}

const maxItems = 100;
const keyRule = 'a text of at most 200 characters';
const valueRule = 'a text of at most 10,000 characters, a boolean or null';

const keySchema = z.string(keyRule).check(z.maxLength(200, keyRule));
const valueSchema = z.string(valueRule).check(
  z.maxLength(10_000, valueRule),
  // A lone surrogate cannot be encoded, neither in a URL nor in a header.
  z.refine((text) => text.isWellFormed(), 'well-formed Unicode'),
);
const itemSchema = z.object(
  {
    key: z.optional(keySchema),
    id: z.optional(keySchema),
    value: z.nullish(z.union([valueSchema, z.boolean()], valueRule)),
  },
  'an object',
);

/** Throws `Problem` for anything but the array of contract §3, and for a key with two different values: neither can be trusted. */
export function parseVerification(body: Buffer): Verification {
  const items = parseJson(body);
  if (!Array.isArray(items) || items.length > maxItems) {
    throw mustBe('body', `a JSON array of at most ${maxItems} parameters`);
  }
  const { data, error } = z.safeParse(z.array(itemSchema), items);
  if (error) throw invalidRequest(error);

  const values = new Map<string, string | boolean | undefined>();
  let dialect: Dialect = data.length > 0 ? '2017' : '2018';
  for (const [index, item] of data.entries()) {
    const key = item.key ?? item.id;
    if (key === undefined) throw mustBe(`[${index}].key`, keyRule);
    if (item.key !== undefined) dialect = '2018';
    const value = item.value === '' ? undefined : (item.value ?? undefined);
    if (values.has(key) && values.get(key) !== value) throw mustBe(`[${index}].value`, 'the same for the same key');
    values.set(key, value);
  }
  return {
    dialect,
    parameters: new Map([...values].filter((entry): entry is [string, string | boolean] => entry[1] !== undefined)),
  };
}

/** The JSON body of a 200. The 2018 dialect has no place for the message of a valid answer. */
export function verificationAnswer(dialect: Dialect, result: VerificationResult): WireVerificationAnswer {
  const errors = result.valid ? [] : result.errors;
  if (dialect === '2017') {
    return {
      isValid: result.valid,
      message: result.valid ? result.message : errors.map(({ message }) => message).join(' '),
      fields: errors.map(({ parameterKey, message }) => ({ id: parameterKey, message })),
    };
  }
  return {
    isStepValid: result.valid,
    isValid: result.valid,
    errors: errors.map(({ code, message, parameterKey }) => ({ code, description: message, message, parameterKey })),
  };
}
