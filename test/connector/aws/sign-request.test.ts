import aws4 from 'aws4';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { encodePath, sha256, signRequest } from '../../../connector/aws/sign-request.ts';
import { setVariables } from '../../helpers/variables.ts';

const credentials = { accessKeyId: 'KEYID', secretAccessKey: 'secret/+key', sessionToken: 'session+token/==' };
let restore: () => void;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T12:34:56.789Z') });
  restore = setVariables({
    AWS_REGION: 'eu-west-3',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: '',
  });
});
afterEach(() => {
  restore();
  vi.useRealTimers();
});

const word = fc.string({ unit: fc.constantFrom(...'ab-.=~ +%&é'), minLength: 1, maxLength: 6 });

it('signs any path, query and header as aws4 does, names that begin alike among them', () =>
  fc.assert(
    fc.property(word, fc.dictionary(word, word, { maxKeys: 5 }), word, (key, query, header) => {
      const bodyHash = sha256('body');
      const headers = { Host: 'b.s3.example', 'x-amz-content-sha256': bodyHash, 'x-amz-meta-a': `a${header}b` };
      const mine = signRequest({ service: 's3', method: 'PUT', path: `/${encodePath(key)}`, query, headers, bodyHash });
      const theirs = aws4.sign(
        { service: 's3', region: 'eu-west-3', method: 'PUT', path: mine.path, headers: { ...headers }, body: 'body' },
        credentials,
      );
      // Without Content-Length, which aws4 adds and signs.
      const again = {
        ...headers,
        'Content-Length': '4',
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      };
      const full = signRequest({
        ...{ service: 's3', method: 'PUT', path: `/${encodePath(key)}`, query, bodyHash },
        headers: Object.fromEntries(Object.entries(again).filter(([name]) => name in theirs.headers!)),
      });
      expect(full.headers.Authorization).toBe(theirs.headers!.Authorization);
    }),
    { examples: [['key', { a: '1', 'a-b': '2' }, 'x']] },
  ));

it('sends the query in the order that it signs', () => {
  const signed = { service: 's3', method: 'GET', path: '/', headers: { Host: 'x' }, bodyHash: sha256('') };
  expect(signRequest({ ...signed, query: { 'a-b': '2', a: '1' } }).path).toBe('/?a=1&a-b=2');
});
