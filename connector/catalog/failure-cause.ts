import { ShopFailure, type ShopFailureReason } from '../errors.ts';

/** Why a shop refuses, in words by which a merchant can mend it. A source has a table of them, which its tests and its page follow. */
export interface FailureCause {
  reason: ShopFailureReason;
  /** Key of the parameter that the merchant can change to mend it. */
  parameter?: string;
  message: string;
}

export function failureOf({ reason, message, ...where }: FailureCause, options: { cause?: unknown } = {}): ShopFailure {
  return new ShopFailure(reason, message, { ...where, ...options });
}
