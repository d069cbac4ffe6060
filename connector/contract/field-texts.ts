import * as z from 'zod/mini';

/** The platform keeps so many characters of a field (contract §11). */
export const longestText = 1_024;

export type List<Field> = z.ZodMiniType<Field[]>;

/** Messages complete the sentence "… must be". */
export function fieldText() {
  const rule = `a text of at most ${longestText} characters`;
  return z.string(rule).check(z.maxLength(longestText, rule));
}

export function fieldLabel() {
  const rule = `a text of 1 to ${longestText} characters`;
  return z.string(rule).check(
    z.maxLength(longestText, rule),
    z.refine((text) => text.trim() !== '', rule),
  );
}

export function fieldId() {
  const rule = 'a text of 1 to 200 characters';
  return z.string(rule).check(z.minLength(1, rule), z.maxLength(200, rule));
}

/** Fields whose ids differ. */
export function listOf<Field extends { id: string }>(field: z.ZodMiniType<Field>): List<Field> {
  return z.array(field, 'a list').check(
    z.check(({ value, issues }) => {
      const seen = new Set<string>();
      for (const [index, { id }] of value.entries()) {
        if (seen.has(id)) {
          issues.push({ code: 'custom', input: id, path: [index, 'id'], message: 'unique in the list' });
        }
        seen.add(id);
      }
    }),
  );
}
