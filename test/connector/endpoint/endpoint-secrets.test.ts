import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { signedGet } from '../../../connector/endpoint/endpoint.ts';
import { metrics, variables } from '../../../connector/environment.ts';
import type { Fault } from '../../../dev/aws/fault.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { gatewayCall } from '../../helpers/gateway-call.ts';
import { testSecret, useLocalAws } from '../../helpers/local-aws.ts';

let aws: LocalAws;
let reads = 0;
let fault: 'pass' | Fault = 'pass';
let lines: Record<string, unknown>[];
beforeAll(async () => {
  aws = await useLocalAws({
    secret: 'first',
    onCall: (_service, operation) => {
      if (operation === 'GetSecretValue') reads += 1;
      return fault;
    },
  });
});
afterAll(() => aws.close());
beforeEach(() => {
  vi.stubEnv(variables.metricNamespace, 'test');
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)));
    return true;
  });
  return () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  };
});

const get = signedGet('GET /test', async () => 'fine');
const status = async (secret: string) => (await get(gatewayCall({ query: 'a=1', secret }))).statusCode;

it('a call signed with the secret asks for it once, and then no more', async () => {
  expect([await status('first'), await status('first')]).toEqual([200, 200]);
  // The current one and the previous one.
  expect(reads).toBe(2);
});

it('a secret that was just set counts at once, and the one before it still does', async () => {
  const input = { SecretId: testSecret, SecretString: 'second', ClientRequestToken: randomUUID() };
  await callAws('secretsmanager', 'PutSecretValue', input, deadlineIn(10_000));
  expect([await status('second'), await status('first'), await status('third')]).toEqual([200, 200, 401]);
  expect(reads).toBe(4);
});

it('while the store does not answer the secret is recalled, and counted', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
  fault = { kind: 'refuse', status: 500, code: 'InternalServiceError' };
  try {
    expect(await status('second')).toBe(200);
    expect(lines).toMatchObject([{ status: 200, [metrics.secretRecalled]: 1 }]);
  } finally {
    fault = 'pass';
    vi.useRealTimers();
  }
});
