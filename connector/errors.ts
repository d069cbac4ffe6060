/** The answers of contract §8: code → HTTP status. */
export const problemStatus = {
  invalid_request: 400,
  invalid_signature: 401,
  unknown_website: 404,
  credentials_missing: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  try_again: 429,
  shop_failed: 502,
  shop_too_slow: 504,
  shop_throttled: 503,
  catalog_not_ready: 503,
  temporarily_unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;

interface ProblemOptions {
  /** The parameter or body field that was wrong; 400 only. */
  field?: string;
  retryAfterSeconds?: number;
  /** Goes to the log, never to the caller. */
  cause?: unknown;
}

/** Ends a call with an answer of contract §8. `detail` is public text. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, detail: string, { field, retryAfterSeconds, cause }: ProblemOptions = {}) {
    super(detail, { cause });
    this.name = 'Problem';
    this.code = code;
    this.field = field;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return problemStatus[this.code];
  }
}

/**
 * Why a shop gave no catalog.
 * `unreachable` is one reason on purpose: a private address, an unknown name, a closed port and a broken TLS look alike.
 */
export type ShopFailureReason =
  | 'unreachable'
  | 'not_found'
  | 'wrong_credentials'
  /** A protection against bots answered in the shop's place. */
  | 'blocked'
  | 'not_a_catalog'
  | 'too_large'
  | 'too_slow'
  | 'throttled'
  | 'failed';

interface ShopFailureOptions {
  /** Key of the parameter that the merchant can change to mend it. */
  parameter?: string;
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The shop's fault or the merchant's setting, never ours. `message` is public text for the merchant; nothing of the shop's body in it. */
export class ShopFailure extends Error {
  readonly reason: ShopFailureReason;
  readonly parameter: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    reason: ShopFailureReason,
    message: string,
    { parameter, retryAfterSeconds, cause }: ShopFailureOptions = {},
  ) {
    super(message, { cause });
    this.name = 'ShopFailure';
    this.reason = reason;
    this.parameter = parameter;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
