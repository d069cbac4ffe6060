import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Deadline, deadlineIn } from '../../../connector/deadline.ts';
import {
  failureOfStatus,
  failureToAnswer,
  failureToFinish,
  retryAfterSeconds,
  unreachable,
} from '../../../connector/guarded-http/shop-failures.ts';
import { runs, seed } from '../../helpers/runs.ts';

const open = deadlineIn(60_000);
const passed: Deadline = { ...open, signal: AbortSignal.abort() };
const ofStatus = (statusCode: number | undefined, headers = {}) =>
  failureOfStatus({ statusCode, headers } as IncomingMessage);

afterEach(() => {
  vi.useRealTimers();
});

describe('what a merchant is told', () => {
  it.each([
    [401, 'The shop refused access: the user or the password is missing or wrong.'],
    [403, 'The shop refused access: the user or the password is missing or wrong.'],
    [404, 'The shop answers, but there is nothing at this address.'],
    [410, 'The shop answers, but there is nothing at this address.'],
    [429, 'The shop asks to be called less often. Try again later.'],
    [500, 'The shop answered with the HTTP status 500.'],
    [199, 'The shop answered with the HTTP status 199.'],
    [undefined, 'The shop answered with the HTTP status 0.'],
  ])('of status %j: %s', (status, text) => {
    expect(ofStatus(status)?.message).toBe(text);
  });

  it.each([200, 299, 304])('of status %i is nothing', (status) => {
    expect(ofStatus(status)).toBeUndefined();
  });

  it('of an address that cannot be reached is what it must be like', () => {
    expect(unreachable().message).toBe(
      'The shop could not be reached at this address. It must be a public https:// address without a port, a user or a password in it, and answer there with a valid certificate.',
    );
  });
});

describe('what was thrown', () => {
  const garbage = Object.assign(new Error('Parse Error'), { code: 'HPE_INVALID_CONSTANT' });
  const broken = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });

  it.each([
    ['no answer', failureToAnswer(broken, open), unreachable().message, broken],
    ['no HTTP', failureToAnswer(garbage, open), 'The shop answered with something that is not valid HTTP.', garbage],
    ['no answer in time', failureToAnswer(broken, passed), 'The shop did not answer in time.', broken],
    ['no HTTP in time', failureToAnswer(garbage, passed), 'The shop did not answer in time.', garbage],
    ['no end', failureToFinish(broken, open), 'The shop broke off its answer.', broken],
    ['no end in time', failureToFinish(broken, passed), 'The shop did not answer in time.', broken],
  ])('is told as %s to the merchant, and kept for the log', (_, failure, message, cause) => {
    expect(failure).toMatchObject({ name: 'ShopFailure', message, cause });
  });

  it.each([undefined, null, 'text', 7, {}, new Error('without a code')])('may be anything: %j', (thrown) => {
    expect(failureToAnswer(thrown, open)).toMatchObject({ reason: 'unreachable', cause: thrown });
  });
});

describe('Retry-After', () => {
  it('as a date is the whole seconds until then', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-02T12:00:00.100Z') });
    expect(retryAfterSeconds('Mon, 02 Mar 2026 12:01:30 GMT')).toBe(90);
    expect(retryAfterSeconds('Mon, 02 Mar 2026 12:00:00 GMT')).toBe(0);
  });

  it('is whole seconds and never negative, or nothing, whatever it says', () => {
    const odd = fc.constantFrom('1.5', '-5', 'in 60', '60 s', '60, 60', '1e3', '0x10', ' 60', '+60', '६०');
    fc.assert(
      fc.property(fc.oneof(odd, fc.string({ maxLength: 20 })), (header) => {
        const seconds = retryAfterSeconds(header) ?? 0;
        expect({ header, whole: Number.isInteger(seconds) && seconds >= 0 }).toEqual({ header, whole: true });
      }),
      { numRuns: runs(500, 10_000), seed },
    );
  });
});
