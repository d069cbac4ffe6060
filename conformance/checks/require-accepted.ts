import type { Exchange } from '../../platform/exchange.ts';
import { requireAnswer } from '../requirements.ts';
import { Violation } from '../violation.ts';

/** The signature was taken for right: the answer may be any but a refusal (the website need not be installed). */
export function requireAccepted(exchange: Exchange, what: string): number {
  const { status } = requireAnswer(exchange);
  if (status !== 401 && status !== 403 && status < 500) return status;
  throw new Violation(`Expected ${what} to be accepted, got ${status}.`, exchange);
}
