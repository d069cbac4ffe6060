import { STATUS_CODES } from 'node:http';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { problemBody, problemSchema } from '../../../connector/contract/problem.ts';
import { Problem, type ProblemCode, problemStatus } from '../../../connector/errors.ts';

const valid = (body: unknown) => z.safeParse(problemSchema, body).success;

describe('a problem body', () => {
  test.each(Object.keys(problemStatus) as ProblemCode[])('of %s has the documented fields', (code) => {
    const field = problemStatus[code] === 400 ? 'idWebsite' : undefined;
    const body = problemBody(new Problem(code, 'What to do.', { field, retryAfterSeconds: 10 }), 'r-1');
    expect(body).toStrictEqual({
      type: 'about:blank',
      title: expect.any(String),
      status: problemStatus[code],
      detail: 'What to do.',
      code,
      requestId: 'r-1',
      ...(field && { field }),
    });
    expect(valid(body)).toBe(true);
    // Node still says "Payload Too Large", RFC 9110 "Content Too Large".
    if (body.status !== 413) expect(body.title).toBe(STATUS_CODES[body.status]);
  });

  test('shows nothing of the cause', () => {
    const cause = new Error('hunter2');
    const body = problemBody(new Problem('temporarily_unavailable', 'Try again.', { cause }), 'r-1');
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  test('names a field when, and only when, it is a 400', () => {
    expect(problemBody(new Problem('invalid_request', 'Not JSON.'), 'r-1').field).toBe('body');
    expect(problemBody(new Problem('shop_failed', 'x', { field: 'text' }), 'r-1')).not.toHaveProperty('field');
  });
});

describe('the schema of problems', () => {
  const body = problemBody(new Problem('invalid_request', 'limit must be 1 to 100.', { field: 'limit' }), 'r-1');

  test.each([
    ['another type', { type: 'https://example.com' }],
    ['an unknown code', { code: 'oops' }],
    ['a status that is not the code’s', { status: 500 }],
    ['a title that is not the status’s', { title: 'Oops' }],
    ['a text for a status', { status: '400' }],
    ['an empty detail', { detail: '' }],
    ['no request id', { requestId: undefined }],
    ['a 400 without its field', { field: undefined }],
    ['a field not documented', { stack: 'Error: at …' }],
  ])('refuses %s', (_, change) => {
    expect(valid(body)).toBe(true);
    expect(valid(JSON.parse(JSON.stringify({ ...body, ...change })))).toBe(false);
  });
});
