import { expect, it } from 'vitest';
import { troubleOf } from '../../dev/run-log.ts';

it('passes over the ordinary line of a request', () => {
  expect(troubleOf('{"level":"INFO","route":"GET /products","status":200,"ms":4}')).toBeUndefined();
  expect(troubleOf('')).toBeUndefined();
});

it('shows why a request failed: reason, then the causes from the outside in', () => {
  const cause = { name: 'Error', message: 'outer', stack: ['at x'], cause: { name: 'TypeError', message: 'inner' } };
  const line = JSON.stringify({
    level: 'ERROR',
    route: 'GET /products',
    status: 503,
    reason: 'temporarily_unavailable',
    cause,
  });
  expect(troubleOf(line)).toBe('temporarily_unavailable Error: outer ← TypeError: inner');
});

it('shows what else a function writes as it is', () => {
  expect(troubleOf('left over from debugging')).toBe('left over from debugging');
  expect(troubleOf('{ not: JSON')).toBe('{ not: JSON');
  expect(troubleOf('{"level":"WARN","message":"careful"}')).toBe('careful');
});
