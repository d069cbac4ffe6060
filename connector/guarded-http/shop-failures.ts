import type { IncomingMessage } from 'node:http';
import type { Deadline } from '../deadline.ts';
import { ShopFailure } from '../errors.ts';

/** A refused address, an unknown name, a closed port and a broken TLS all read like this. */
export function unreachable(cause?: unknown): ShopFailure {
  const text =
    'The shop could not be reached at this address. It must be a public https:// address without a port, a user or a password in it, and answer there with a valid certificate.';
  return new ShopFailure('unreachable', text, { cause });
}

/** For the merchant, who can mend it: a call that is no GET is not sent on. */
export function answersElsewhere(): ShopFailure {
  const text =
    'The shop redirects calls of its API. Type the address at which it answers itself: the one that the browser ends at, with or without www.';
  return new ShopFailure('not_found', text);
}

export function tooLarge(maxBytes: number): ShopFailure {
  const megabytes = Number((maxBytes / 2 ** 20).toFixed(1));
  return new ShopFailure('too_large', `The shop's answer is larger than the connector accepts, ${megabytes} MB.`);
}

export function failed(what: string, cause?: unknown): ShopFailure {
  return new ShopFailure('failed', `The shop ${what}.`, { cause });
}

export function tooSlow(cause: unknown): ShopFailure {
  return new ShopFailure('too_slow', 'The shop did not answer in time.', { cause });
}

/** Why no answer began. */
export function failureToAnswer(error: unknown, deadline: Deadline): ShopFailure {
  if (deadline.signal.aborted) return tooSlow(error);
  return isNotHttp(error) ? failed('answered with something that is not valid HTTP', error) : unreachable(error);
}

/** Why an answer that had begun did not end well. */
export function failureToFinish(error: unknown, deadline: Deadline): ShopFailure {
  return deadline.signal.aborted ? tooSlow(error) : failed('broke off its answer', error);
}

/** A shop may ask to be left alone for a day. */
const longestPause = 86_400;

/** What a status means that brings no document; undefined for one that does. */
export function failureOfStatus({ statusCode: status = 0, headers }: IncomingMessage): ShopFailure | undefined {
  if ((status >= 200 && status <= 299) || status === 304) return undefined;
  if (status === 401 || status === 403) {
    return new ShopFailure(
      'wrong_credentials',
      'The shop refused access: the user or the password is missing or wrong.',
    );
  }
  if (status === 404 || status === 410) {
    return new ShopFailure('not_found', 'The shop answers, but there is nothing at this address.');
  }
  const seconds = retryAfterSeconds(headers['retry-after']);
  if (status === 429 || (status === 503 && seconds !== undefined)) {
    const retry = { retryAfterSeconds: Math.min(Math.max(seconds ?? 30, 1), longestPause) };
    return new ShopFailure('throttled', 'The shop asks to be called less often. Try again later.', retry);
  }
  return failed(`answered with the HTTP status ${status}`);
}

/** Both forms of RFC 9110 §10.2.3, as whole seconds from now. */
export function retryAfterSeconds(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const seconds = Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0);
}

function isNotHttp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('HPE_');
}
