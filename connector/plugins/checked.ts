import type { ZodMiniType } from 'zod/mini';
import { fieldOf } from '../contract/invalid-request.ts';

/** What a plugin gave, if the contract knows it; else a fault of ours, told by place and rule, for a value may be personal. */
export function checked<Value>(schema: ZodMiniType<Value>, given: unknown, what: string): Value {
  const { data, error } = schema.safeParse(given);
  if (!error) return data;
  throw new Error(`${what}: ${fieldOf(error)} must be ${error.issues[0]?.message}.`);
}
