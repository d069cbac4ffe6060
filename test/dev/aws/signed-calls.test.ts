import http from 'node:http';
import aws4 from 'aws4';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { LocalCredentials } from '../../../dev/aws/local-account.ts';
import { type LocalAws, startLocalAws } from '../../../dev/aws/local-aws.ts';

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.close());
afterEach(() => {
  vi.useRealTimers();
});

interface Change {
  service?: string;
  region?: string;
  credentials?: Partial<LocalCredentials>;
  target?: string;
  /** After signing. */
  alter?: (headers: Record<string, unknown>) => void;
  body?: string;
}

async function call({ service, region, credentials, target, alter, body = '{}' }: Change = {}): Promise<{
  status: number | undefined;
  answer: { __type?: string };
}> {
  const { endpoint, ...ours } = aws.access;
  const signed = aws4.sign(
    {
      service: service ?? 'dynamodb',
      region: region ?? ours.region,
      method: 'POST',
      path: '/',
      headers: {
        Host: new URL(endpoint).host,
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': target ?? 'DynamoDB_20120810.ListTables',
      },
      body: '{}',
    },
    { ...ours.credentials, ...credentials },
  );
  const headers = { ...signed.headers, 'Content-Length': Buffer.byteLength(body) };
  alter?.(headers);
  return new Promise((resolve, reject) => {
    const request = http.request(endpoint, { method: 'POST', headers }, async (response) => {
      resolve({ status: response.statusCode, answer: JSON.parse(Buffer.concat(await response.toArray()).toString()) });
    });
    request.on('error', reject).end(body);
  });
}

test('a call of the local account is answered', async () => {
  expect(await call()).toEqual({ status: 200, answer: { TableNames: [] } });
});

test.each<[string, Change, string]>([
  ['no signature', { alter: (headers) => delete headers.Authorization }, 'MissingAuthenticationTokenException'],
  ['another key id', { credentials: { accessKeyId: 'OTHER' } }, 'UnrecognizedClientException'],
  ['another secret', { credentials: { secretAccessKey: 'other' } }, 'InvalidSignatureException'],
  ['another service', { service: 'kms' }, 'InvalidSignatureException'],
  ['another region', { region: 'us-east-1' }, 'InvalidSignatureException'],
  ['another body', { body: '{"Limit":1}' }, 'InvalidSignatureException'],
  [
    'no parts',
    { alter: (headers) => Object.assign(headers, { Authorization: 'AWS4-HMAC-SHA256' }) },
    'IncompleteSignatureException',
  ],
  [
    'another operation than was signed',
    { alter: (headers) => Object.assign(headers, { 'X-Amz-Target': 'DynamoDB_20120810.Scan' }) },
    'InvalidSignatureException',
  ],
  ['an unknown service', { target: 'SageMaker.CreateApp' }, 'UnknownOperationException'],
  ['an unknown operation', { service: 'kms', target: 'TrentService.CreateKey' }, 'UnknownOperationException'],
  ['a name every object has', { service: 'kms', target: 'TrentService.toString' }, 'UnknownOperationException'],
])('a call with %s is refused', async (_title, change, code) => {
  expect(await call(change)).toMatchObject({ status: 400, answer: { __type: code } });
});

test.each([-6, 6])('a call signed %i minutes from now is refused', async (minutes) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });
  const late = call({ alter: () => vi.useRealTimers() });
  expect(await late).toMatchObject({ status: 400, answer: { __type: 'InvalidSignatureException' } });
});

test('a body that is not JSON is refused', async () => {
  const { endpoint, region, credentials } = aws.access;
  const headers = { Host: new URL(endpoint).host, 'X-Amz-Target': 'TrentService.Decrypt' };
  const signed = aws4.sign({ service: 'kms', region, method: 'POST', path: '/', headers, body: 'no' }, credentials);
  const status = await new Promise((resolve) => {
    http
      .request(endpoint, { method: 'POST', headers: signed.headers as never }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .end('no');
  });
  expect(status).toBe(400);
});
