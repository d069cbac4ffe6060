import type { CallAnswer } from '../../desk-api.ts';

/** Why the agent sees no products, and what to do about it. */
export interface ListFailure {
  title: string;
  hint: string;
  /** Where the way out is. */
  remedy: 'retry' | 'marketplace';
  callId: number | null;
  /** Tried again by itself after so long; null: when the agent says so. */
  againInSeconds: number | null;
}

const texts: Record<string, [title: string, hint: string]> = {
  unknown_website: ['Not installed', 'The connector does not serve this website. Install it in the marketplace.'],
  credentials_missing: [
    'Awaiting configuration',
    'It is installed, but without verified settings. Fill in its configuration again.',
  ],
  invalid_signature: ['Signature refused', 'The desk and the connector do not share one secret token.'],
  invalid_request: ['Request refused', 'The connector does not accept a parameter of this call.'],
  shop_failed: [
    'The shop failed',
    'It did not send its catalog as it should. Try again in a moment, or tell whoever runs the shop.',
  ],
  shop_too_slow: ['The shop is too slow', 'It did not send its catalog in time. Try again in a moment.'],
  shop_throttled: ['The shop is busy', 'It asks for fewer calls.'],
  catalog_not_ready: ['The catalog is being prepared', 'It will be there in a moment.'],
  temporarily_unavailable: ['Out of order for a moment', 'The connector could not answer this time.'],
};

const atWill = { remedy: 'retry', againInSeconds: null } as const;

/** Of an answer that is no list; undefined for one that is. */
export function listFailure({ callId, status, failure, body, retryAfterSeconds }: CallAnswer): ListFailure | undefined {
  if (status === 200 && Array.isArray(body)) return undefined;
  if (status === null) {
    return { ...atWill, title: 'No answer', hint: `The connector did not answer: ${failure}`, callId };
  }
  if (status === 200) {
    return { ...atWill, title: 'Not a list', hint: 'The connector answered something else than a list.', callId };
  }
  const { code, detail } = Object(body) as { code?: unknown; detail?: unknown };
  const [title, hint] = texts[String(code)] ?? [`Error ${status}`, typeof detail === 'string' ? detail : ''];
  const when = retryAfterSeconds === null ? '' : ` Try again in ${retryAfterSeconds} s.`;
  const remedy = code === 'unknown_website' || code === 'credentials_missing' ? 'marketplace' : 'retry';
  const againInSeconds = code === 'catalog_not_ready' ? retryAfterSeconds : null;
  return { title, hint: hint + (againInSeconds === null ? when : ''), remedy, callId, againInSeconds };
}

export function deskFailure(error: unknown): ListFailure {
  const hint = error instanceof Error ? error.message : String(error);
  return { ...atWill, title: 'The desk does not answer', hint, callId: null };
}
