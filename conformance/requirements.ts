import type { Answer, Exchange } from '../platform/exchange.ts';
import type { Rule } from './rules.ts';
import { Violation } from './violation.ts';

/** Requirements that many checks share. Each throws `Violation`; none judges more than its name says. */

export type Item = Readonly<Record<string, unknown>>;

export function requireAnswer(exchange: Exchange): Answer {
  if (!exchange.answer) throw new Violation(`No answer came: ${exchange.failure}`, exchange);
  return exchange.answer;
}

export function requireStatus(exchange: Exchange, expected: readonly number[], after = ''): Answer {
  const answer = requireAnswer(exchange);
  if (expected.includes(answer.status)) return answer;
  const when = after && ` ${after}`;
  throw new Violation(`Expected ${expected.join(' or ')}${when}, got ${answer.status}.`, exchange);
}

/** Webhooks are acknowledged by any 20x. */
export function requireAcknowledged(exchange: Exchange, what = 'the event'): void {
  const { status } = requireAnswer(exchange);
  if (status < 200 || status > 209) throw new Violation(`Expected 20x for ${what}, got ${status}.`, exchange);
}

function requireJson(exchange: Exchange): unknown {
  const { body } = requireAnswer(exchange);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Violation('The body of the answer is not JSON in UTF-8.', exchange);
  }
}

export function requireObject(exchange: Exchange): Item {
  const value = requireJson(exchange);
  if (!isObject(value)) throw new Violation(`The answer must be a JSON object, it is ${kindOf(value)}.`, exchange);
  return value;
}

/** A 200 whose body is a bare array of objects. */
export function requireList(exchange: Exchange, after = ''): Item[] {
  requireStatus(exchange, [200], after);
  const value = requireJson(exchange);
  if (!Array.isArray(value)) throw new Violation(`The answer must be a bare array, it is ${kindOf(value)}.`, exchange);
  const odd = value.findIndex((item) => !isObject(item));
  if (odd >= 0) {
    throw new Violation(
      `Item ${odd} of the list must be an object, it is ${kindOf(value[odd])}.`,
      exchange,
      value[odd],
    );
  }
  return value;
}

/** Status and code of contract §8; a 400 also names its field. The rest of the problem is the errors group's. */
export function requireProblem(
  exchange: Exchange,
  status: number,
  code: string,
  { field, after }: { field?: string; after?: string } = {},
): Item {
  requireStatus(exchange, [status], after);
  const problem = requireObject(exchange);
  if (problem.code !== code) throw new Violation(`\`code\` must be ${code}, it is ${show(problem.code)}.`, exchange);
  if (field !== undefined && problem.field !== field) {
    throw new Violation(`\`field\` must be ${field}, it is ${show(problem.field)}.`, exchange);
  }
  return problem;
}

export function requireField(item: Item, name: string, rule: Rule, exchange: Exchange, of = 'the answer'): void {
  if (!Object.hasOwn(item, name)) throw new Violation(`\`${name}\` of ${of} is missing.`, exchange, item);
  const value = item[name];
  if (rule.holds(value)) return;
  throw new Violation(`\`${name}\` of ${of} must be ${rule.expected}, it is ${show(value)}.`, exchange, item);
}

/** Contract: documented fields only. */
export function requireOnly(item: Item, documented: readonly string[], exchange: Exchange, of = 'the answer'): void {
  const other = Object.keys(item).find((name) => !documented.includes(name));
  if (other !== undefined) throw new Violation(`\`${other}\` of ${of} is not documented.`, exchange, item);
}

export function requireMediaType(exchange: Exchange, expected: string): void {
  const { headers } = requireAnswer(exchange);
  const found = headers['content-type'];
  if (found?.split(';')[0]?.trim().toLowerCase() === expected) return;
  throw new Violation(`The content type must be ${expected}, it is ${found ?? 'not given'}.`, exchange);
}

export function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value for a sentence: `"99.90 €"`, `12`, `null`. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
