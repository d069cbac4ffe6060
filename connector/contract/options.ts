import * as z from 'zod/mini';
import { type Caller, caller, readQuery } from './catalog.ts';

/** The query of `GET /options/<key>` (contract §3), without `?`. Throws `Problem` that names the parameter. */
export function parseOptionsQuery(rawQuery: string): Caller {
  return caller(readQuery(rawQuery));
}

/** One item of the answer. Marked pure: the function writes answers and does not carry the schema. */
export const optionSchema = /* @__PURE__ */ defineOptionSchema();
export type WireOption = z.infer<typeof optionSchema>;

function defineOptionSchema() {
  const filledText = () => z.string().check(z.minLength(1));
  return z.strictObject({ label: filledText(), value: filledText() });
}
