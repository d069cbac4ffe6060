import type { Answer } from '../../../platform/exchange.ts';
import { type Behavior, jsonAnswer, type ProxiedCall } from '../faulty-proxy.ts';

/** One thing that a connector may get wrong. */
export interface Fault {
  /** Ends the sentence "A connector that …". */
  name: string;
  /** A check that must name it, as `group/name`. */
  caughtBy: string;
  /** That check advises it, and passes. */
  isAdvised?: boolean;
  /** What that check must say. */
  says?: RegExp;
  /** Made anew for each run: a fault may remember what it saw. */
  start(settings: FaultSettings): Behavior;
}

interface FaultSettings {
  secret: string;
}

export type Item = Record<string, unknown>;

export function fault(name: string, caughtBy: string, behavior: Behavior): Fault {
  return { name, caughtBy, start: () => behavior };
}

/** Alters every list of 200 that a path answers. */
export function inList(
  path: string,
  name: string,
  caughtBy: string,
  alter: (items: Item[], call: ProxiedCall) => unknown,
): Fault {
  return fault(name, caughtBy, async (call, forward) => {
    const answer = await forward(call);
    if (call.path !== path || answer.status !== 200) return answer;
    return jsonAnswer(alter(JSON.parse(String(answer.body)), call));
  });
}

/** Alters the second item of every list, or the only one. */
export function inOneItem(path: string, name: string, caughtBy: string, alter: (item: Item) => Item): Fault {
  return inList(path, name, caughtBy, (items) => {
    const one = Math.min(1, items.length - 1);
    return items.map((item, index) => (index === one ? alter(item) : item));
  });
}

export function without(item: Item, name: string): Item {
  const { [name]: _, ...rest } = item;
  return rest;
}

export function parametersOf({ query }: ProxiedCall): URLSearchParams {
  return new URLSearchParams(query);
}

export function withParameter(call: ProxiedCall, name: string, value: string | undefined): ProxiedCall {
  const parameters = parametersOf(call);
  if (value === undefined) parameters.delete(name);
  else parameters.set(name, value);
  return { ...call, query: parameters.toString() };
}

/** The JSON object of an answer, altered. */
export function altered(answer: Answer, alter: (value: Item) => unknown): Answer {
  const body = Buffer.from(JSON.stringify(alter(JSON.parse(String(answer.body)))));
  return { ...answer, body };
}

export function problem(status: number, code: string): Answer {
  const body = {
    type: 'about:blank',
    title: 'Problem',
    status,
    detail: 'A detail.',
    code,
    requestId: crypto.randomUUID(),
  };
  return jsonAnswer(status === 400 ? { ...body, field: 'body' } : body, status, 'application/problem+json');
}
