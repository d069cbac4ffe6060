import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { callAws } from '../../connector/aws.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { signedGet } from '../../connector/endpoint.ts';
import { variables } from '../../connector/environment.ts';
import type { LocalAws } from '../../dev/aws/local-aws.ts';
import { gatewayCall } from '../helpers/gateway-call.ts';
import { testSecret, useLocalAws } from '../helpers/local-aws.ts';

let aws: LocalAws;
let reads = 0;
beforeAll(async () => {
  aws = await useLocalAws({
    secret: 'first',
    onCall: (_service, operation) => {
      if (operation === 'GetSecretValue') reads += 1;
      return 'pass';
    },
  });
});
afterAll(() => aws.close());
beforeEach(() => {
  vi.stubEnv(variables.metricNamespace, 'test');
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
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
