export type ApiErrorReason =
  /** The platform refuses the call: an unknown id, a field that is missing or not valid, a period that is too long. */
  | 'fail'
  /** `Forbidden`, or a failure of the platform's own. */
  | 'error'
  /** No whole answer came. Whether a write was done is not known then. */
  | 'no_answer'
  /** The answer has another form than the documentation's. */
  | 'unreadable'
  /** Nothing was sent: what was asked for is not documented. */
  | 'wrong_use';

/**
 * Why a call of the platform's REST API brought nothing. The key is in none; the platform's own message, of `fail` and `error`, may
 * repeat what was sent.
 */
export class IadvizeApiError extends Error {
  readonly reason: ApiErrorReason;

  constructor(reason: ApiErrorReason, message: string, { cause }: { cause?: unknown } = {}) {
    super(message, { cause });
    this.name = 'IadvizeApiError';
    this.reason = reason;
  }
}
