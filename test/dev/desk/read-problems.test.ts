import { expect, it } from 'vitest';
import type { CallAnswer } from '../../../dev/desk/desk-api.ts';
import { readProblems } from '../../../dev/desk/read-problems.ts';

const answer = (body: unknown, status: number | null = 200): CallAnswer => {
  return { callId: 1, status, failure: status === null ? 'ECONNREFUSED' : null, retryAfterSeconds: null, body };
};

it('finds nothing wrong with a valid answer of either dialect', () => {
  expect(readProblems(answer({ isStepValid: true, isValid: true, errors: [] }))).toBeUndefined();
  expect(readProblems(answer({ isValid: true, message: '60 products', fields: [] }))).toBeUndefined();
});

it('puts each problem under its field, in either dialect', () => {
  const newer = {
    isStepValid: false,
    errors: [{ code: 'missing', description: 'Required.', parameterKey: 'feedUrl' }],
  };
  expect(readProblems(answer(newer))).toEqual([{ parameterKey: 'feedUrl', message: 'Required.' }]);
  const older = { isValid: false, message: '', fields: [{ id: 'feedUrl', message: 'Required.' }] };
  expect(readProblems(answer(older))).toEqual([{ parameterKey: 'feedUrl', message: 'Required.' }]);
});

it('a merchant reads something whatever the connector answers', () => {
  expect(readProblems(answer(null, null))?.[0]?.message).toContain('ECONNREFUSED');
  expect(readProblems(answer({ detail: 'No.' }, 401))?.[0]?.message).toBe('The connector answered 401. No.');
  for (const body of [null, [], 'x', { isStepValid: 'yes' }, { isStepValid: false, errors: 'x' }]) {
    expect(readProblems(answer(body))).toHaveLength(1);
  }
});
