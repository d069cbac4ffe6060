import { AwsError } from '../aws/aws-error.ts';
import { metrics } from '../environment.ts';
import { Problem, type ProblemCode, ShopFailure } from '../errors.ts';
import type { RequestLog } from './request-log.ts';

/** Whatever was thrown, as an answer of contract §8: the caller's, the shop's, or else ours. The cause stays for the log. */
export function asProblem(error: unknown, log: RequestLog): Problem {
  if (error instanceof Problem) {
    if (error.code === 'temporarily_unavailable') log.count(metrics.fault);
    return error;
  }
  if (error instanceof ShopFailure) {
    const code = shopProblem(error);
    return new Problem(code, error.message, {
      retryAfterSeconds: code === 'shop_throttled' ? Math.min(error.retryAfterSeconds ?? 10, 600) : undefined,
      cause: error,
    });
  }
  log.count(isKeyDenied(error) ? metrics.keyDenied : metrics.fault);
  return new Problem('temporarily_unavailable', 'The connector could not answer. Try again.', {
    retryAfterSeconds: 10,
    cause: error,
  });
}

function shopProblem({ reason }: ShopFailure): ProblemCode {
  if (reason === 'too_slow') return 'shop_too_slow';
  if (reason === 'throttled') return 'shop_throttled';
  return 'shop_failed';
}

const denials = /^(AccessDenied|Disabled|KMSInvalidState|NotFound)Exception$/;

/** The key is disabled, pending deletion or gone, or our right to it was taken away: nothing that a retry mends. */
function isKeyDenied(error: unknown): boolean {
  return error instanceof AwsError && error.service === 'kms' && denials.test(error.code);
}
