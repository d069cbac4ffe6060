import * as z from 'zod/mini';
import { fieldId, fieldLabel, type List, listOf } from './field-texts.ts';

/** The answer of `GET /closing-form` (contract §11). */
export const closingFormSchema: List<FormField> = /* @__PURE__ */ defineClosingFormSchema();

interface CommonField {
  /** Unique in the list. */
  id: string;
  label: string;
  isRequired: boolean;
  /** The field that must be set for this one to be shown. */
  idParent?: string | undefined;
}

interface PlainField extends CommonField {
  fieldType: 'TEXT' | 'TEXTAREA' | 'CHECKBOX' | 'INTEGER' | 'DECIMAL';
}

interface SelectField extends CommonField {
  fieldType: 'SELECT';
  /** At least one; values differ. */
  options: readonly { label: string; value: string }[];
}

export type FormField = PlainField | SelectField;

function defineClosingFormSchema(): List<FormField> {
  const common = {
    id: fieldId(),
    label: fieldLabel(),
    isRequired: z.boolean('a boolean'),
    idParent: z.optional(fieldId()),
  };
  const rule = 'options with a label and a value, whose values differ';
  const option = z.strictObject({ label: fieldLabel(), value: fieldLabel() });
  const options = z.array(option, rule).check(
    z.minLength(1, rule),
    z.refine((all) => new Set(all.map(({ value }) => value)).size === all.length, rule),
  );
  const field: z.ZodMiniType<FormField> = z.discriminatedUnion(
    'fieldType',
    [
      z.strictObject({ ...common, fieldType: z.enum(['TEXT', 'TEXTAREA', 'CHECKBOX', 'INTEGER', 'DECIMAL']) }),
      z.strictObject({ ...common, fieldType: z.literal('SELECT'), options }),
    ],
    'TEXT, TEXTAREA, CHECKBOX, SELECT, INTEGER or DECIMAL',
  );
  return listOf(field).check(
    z.check(({ value: fields, issues }) => {
      const parents = new Map(fields.map(({ id, idParent }) => [id, idParent]));
      for (const [index, { idParent }] of fields.entries()) {
        if (idParent === undefined || leadsToRoot(idParent, parents)) continue;
        const message = 'the id of a field that does not depend on this one';
        issues.push({ code: 'custom', input: idParent, path: [index, 'idParent'], message });
      }
    }),
  );
}

/** Whether a chain of parents ends: at a field that is there and has none. */
function leadsToRoot(id: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  let at: string | undefined = id;
  for (let steps = 0; at !== undefined; steps++) {
    if (!parents.has(at) || steps > parents.size) return false;
    at = parents.get(at);
  }
  return true;
}
