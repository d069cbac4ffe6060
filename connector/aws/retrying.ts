import { setTimeout as sleep } from 'node:timers/promises';
import type { Deadline } from '../deadline.ts';
import { AwsError } from './aws-error.ts';

const maxAttempts = 3;

/** Attempts again what failed with a passing AwsError. An attempt is told how long it may hang: its share of what is left. */
export async function retrying<Output>(
  deadline: Deadline,
  maxMilliseconds: number,
  send: (milliseconds: number) => Promise<Output>,
): Promise<Output> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(Math.min(maxMilliseconds, deadline.remaining() / (maxAttempts - attempt + 1)));
    } catch (error) {
      const delay = attempt < maxAttempts && error instanceof AwsError ? retryDelay(error, attempt) : undefined;
      if (delay === undefined || delay >= deadline.remaining()) throw error;
      await sleep(delay);
    }
  }
}

const throttled =
  /^(BandwidthLimitExceeded|EC2ThrottledException|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|ThrottledException|Throttling(Exception)?|TooManyRequestsException|TransactionInProgressException)$/;
const transient =
  /^(TimeoutError|RequestTimeout(Exception)?|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** Whether a service did not answer, rather than refuse: what was known before may still hold. */
export function isOutage(error: unknown): boolean {
  return error instanceof AwsError && retryDelay(error, 1) !== undefined;
}

/** The AWS SDK's standard rules: milliseconds to wait after a failed attempt (1, 2 …); undefined: another would fail alike. */
export function retryDelay({ code, status, message }: AwsError, attempt: number): number | undefined {
  const throttling = status === 429 || throttled.test(code);
  // Signed, then frozen with the function before it was sent.
  const expired =
    code === 'RequestTimeTooSkewed' || (code === 'InvalidSignatureException' && message.includes('Signature expired'));
  const passing = expired || transient.test(code) || [500, 502, 503, 504].includes(status);
  if (!throttling && !passing) return undefined;
  return Math.floor(Math.random() * (throttling ? 1_000 : 50) * 2 ** (attempt - 1));
}
