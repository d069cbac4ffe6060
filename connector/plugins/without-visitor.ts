import type { Visitor } from '../contract/plugin-query.ts';

/** Shorter ones would blot out half of a message. */
const shortest = 4;

/** The error and its causes, of which the log gets messages and stacks, without what the visitor is known by. */
export function withoutVisitor(error: unknown, { uniqueId, externalId, email }: Visitor): unknown {
  const names = [uniqueId, externalId, email].filter((name) => name !== undefined && name.length >= shortest);
  const spellings = names.flatMap((name) => [name!, encodeURIComponent(name!)]);
  const hide = (text: string) => spellings.reduce((hidden, name) => hidden.replaceAll(name, '…'), text);
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    at.message = hide(at.message);
    if (at.stack) at.stack = hide(at.stack);
  }
  return error;
}
