import type { ZodMiniType } from 'zod/mini';
import { fieldOf } from '../contract/invalid-request.ts';

/** More than anybody reads beside a conversation. */
const mostFields = 100;

/** What a plugin gave, if the contract knows it; else a fault of ours, told by place and rule, for a value may be personal. */
export function checked<Value>(schema: ZodMiniType<Value>, given: unknown, what: string): Value {
  const { data, error } = schema.safeParse(given);
  if (!error && !(Array.isArray(data) && data.length > mostFields)) return data;
  if (!error) throw new Error(`${what}: there must be at most ${mostFields} fields.`);
  throw new Error(`${what}: ${fieldOf(error)} must be ${error.issues[0]?.message}.`);
}
