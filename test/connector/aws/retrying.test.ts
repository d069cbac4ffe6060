import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { KMSClient, ListAliasesCommand } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsError } from '../../../connector/aws/aws-error.ts';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { retryDelay } from '../../../connector/aws/retrying.ts';
import { type Deadline, deadlineIn } from '../../../connector/deadline.ts';
import { setVariables } from '../../helpers/variables.ts';

/** One answer of the server: a status with a body, a connection broken before or within the answer, or silence. */
type Step = readonly [status: number, body: string] | 'reset' | 'cut' | 'hang';

const ok: Step = [200, '{"Truncated":false}'];
const refuse = (status: number, code: string, message = 'why'): Step => [
  status,
  JSON.stringify({ __type: `com.amazonaws.kms#${code}`, message }),
];

let script: Step[] = [];
let attempts = 0;
let restore = () => {};
const server = http.createServer((request, response) => {
  request.resume();
  const step = script[Math.min(attempts++, script.length - 1)]!;
  if (step === 'hang') return;
  if (step === 'reset') return request.socket.resetAndDestroy();
  if (step === 'cut') {
    response.writeHead(200, { 'Content-Length': 100 }).write('{"Truncated":', () => request.socket.destroy());
    return;
  }
  response.writeHead(step[0], { 'Content-Type': 'application/x-amz-json-1.1' }).end(step[1]);
});

const credentials = { accessKeyId: 'KEYID', secretAccessKey: 'secret' };
let endpoint = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0.02);
  restore = setVariables({
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: '',
    AWS_ENDPOINT_URL: endpoint,
  });
});
afterEach(() => {
  restore();
  vi.restoreAllMocks();
});

interface Outcome {
  attempts: number;
  result: unknown;
}

async function run(steps: Step[], call: () => Promise<unknown>): Promise<Outcome> {
  script = steps;
  attempts = 0;
  const result = await call().catch((error) => ({ code: error instanceof AwsError ? error.code : error.name }));
  return { attempts, result };
}

const ours = (deadline: Deadline) => () => callAws('kms', 'ListAliases', {}, deadline);

const theirs = (requestTimeout: number) => async () => {
  const requestHandler = { requestTimeout, throwOnRequestTimeout: true };
  const client = new KMSClient({ region: 'eu-west-1', endpoint, credentials, maxAttempts: 3, requestHandler });
  try {
    const { $metadata, ...output } = await client.send(new ListAliasesCommand({}));
    return output;
  } finally {
    client.destroy();
  }
};

async function failure(call: Promise<unknown>): Promise<AwsError> {
  return call.then(
    () => expect.unreachable('the call succeeded'),
    (error) => error,
  );
}

const throttling = refuse(400, 'ThrottlingException');

const faults: [title: string, steps: Step[]][] = [
  ['no fault', [ok]],
  ['throttled once', [throttling, ok]],
  ['throttled twice', [throttling, throttling, ok]],
  ['throttled always', [throttling]],
  ['429 without a known code', [refuse(429, 'SomethingNew'), ok]],
  ...[
    'BandwidthLimitExceeded',
    'LimitExceededException',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'ThrottledException',
    'Throttling',
    'TooManyRequestsException',
    'TransactionInProgressException',
    'RequestTimeout',
    'RequestTimeoutException',
  ].map((code): [string, Step[]] => [`${code}`, [refuse(400, code), ok]]),
  ...[500, 502, 503, 504].map((status): [string, Step[]] => [`${status}`, [refuse(status, 'InternalFailure'), ok]]),
  ['500 always', [refuse(500, 'KMSInternalException')]],
  ['501, which is for good', [refuse(501, 'NotImplemented'), ok]],
  ['a gateway that answers in HTML', [[502, '<html>Bad gateway</html>'], ok]],
  ['an empty 503', [[503, ''], ok]],
  ['connection reset', ['reset', ok]],
  ['connection reset always', ['reset']],
  ['connection lost within the answer', ['cut', ok]],
  ['a hung connection', ['hang', ok]],
  ['two hung connections', ['hang', 'hang', ok]],
  ['an answer that is not JSON', [[200, '{"Truncated":'], ok]],
  ['an empty answer', [[200, '']]],
  ['a refusal that is not JSON', [[400, 'no'], ok]],
  ...[
    'ValidationException',
    'AccessDeniedException',
    'ConditionalCheckFailedException',
    'TransactionConflictException',
    'ResourceNotFoundException',
    'InvalidCiphertextException',
    'DisabledException',
    'UnrecognizedClientException',
    'ExpiredTokenException',
    'MissingAuthenticationTokenException',
    'InvalidSignatureException',
    'NotThrottlingException',
  ].map((code): [string, Step[]] => [`${code}, which is for good`, [refuse(400, code), ok]]),
  ['a code with a link', [[400, '{"__type":"AccessDeniedException:http://internal.example/"}'], ok]],
  ['a refusal without a code', [[400, '{"Message":"no"}'], ok]],
  [
    'a function frozen between signing and sending',
    [refuse(400, 'InvalidSignatureException', 'Signature expired: …'), ok],
  ],
  ['different faults after one another', ['reset', throttling, ok]],
  ['a passing fault, then one for good', ['reset', refuse(400, 'AccessDeniedException')]],
];

describe('as the AWS SDK does, with the same number of attempts and the same outcome', () => {
  /** The two name differently what has no code of the service; the SDK calls a reset a timeout. */
  const names: Record<string, string> = {
    Error: 'no answer',
    ECONNRESET: 'no answer',
    TimeoutError: 'no answer',
    SyntaxError: 'InvalidResponse',
    Unknown: 'UnknownError',
  };
  function rename({ attempts, result }: Outcome): Outcome {
    const { code } = result as { code?: string };
    return { attempts, result: code === undefined ? result : { code: names[code] ?? code } };
  }

  test.each(faults)('%s', async (_title, steps) => {
    const patience = steps.includes('hang') ? 400 : 5_000;
    const expected = rename(await run(steps, theirs(patience)));
    expect(rename(await run(steps, ours(deadlineIn(3 * patience))))).toEqual(expected);
  });

  test.each([
    ['throttling', throttling],
    ['a 500', refuse(500, 'InternalFailure')],
  ])('the wait after %s is the same', async (_title, step) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.13);
    script = [step, step, ok];
    attempts = 0;
    const client = new KMSClient({ region: 'eu-west-1', endpoint, credentials, maxAttempts: 3 });
    const { $metadata } = await client.send(new ListAliasesCommand({}));
    client.destroy();

    script = [step];
    const error = await failure(callAws('kms', 'ListAliases', {}, deadlineIn(9_000)));
    expect(retryDelay(error, 1)! + retryDelay(error, 2)!).toBe($metadata.totalRetryDelay);
  });
});

describe('the deadline', () => {
  test('ends a call that hangs, and each attempt has had its share', async () => {
    const { attempts, result } = await run(['hang'], ours(deadlineIn(900)));
    expect(attempts).toBeGreaterThanOrEqual(2);
    expect(result).toEqual({ code: 'TimeoutError' });
  });

  test('ends an answer that never ends', async () => {
    const endless = http.createServer((_request, response) => void response.writeHead(200).write('{"Truncated":'));
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
    await expect(ours(deadlineIn(150))()).rejects.toMatchObject({ code: 'TimeoutError', status: 0 });
    endless.closeAllConnections();
    endless.close();
  });

  test('is not outlived by a wait: the refusal comes at once', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const { attempts, result } = await run([throttling, ok], ours(deadlineIn(900)));
    expect({ attempts, result }).toEqual({ attempts: 1, result: { code: 'ThrottlingException' } });
  });

  test('that has passed already lets nothing be sent', async () => {
    const passed = deadlineIn(0);
    await new Promise((resolve) => passed.signal.addEventListener('abort', resolve));
    expect(await run([ok], ours(passed))).toEqual({ attempts: 0, result: { code: 'TimeoutError' } });
  });
});

describe('an error', () => {
  const secret = 'correct horse battery staple';
  const call = () => failure(callAws('kms', 'Encrypt', { Plaintext: secret }, deadlineIn(9_000)));
  const everything = (error: AwsError) =>
    JSON.stringify([error.message, error.stack, error.code, error.cause, Object.entries(error)]);

  test('carries the code, the status and what the service says', async () => {
    script = [refuse(400, 'AccessDeniedException', 'not authorized to perform: kms:Encrypt')];
    attempts = 0;
    const error = await call();
    expect(error).toMatchObject({ code: 'AccessDeniedException', status: 400 });
    expect(error.message).toBe('kms Encrypt: AccessDeniedException not authorized to perform: kms:Encrypt');
  });

  test.each<[string, Step]>([
    [
      'a refusal that quotes the input',
      refuse(400, 'ValidationException', `Value '${secret}' at 'plaintext' is wrong`),
    ],
    ['an answer that is cut off', [200, `{"Plaintext":"${secret}`]],
    ['an answer that is not JSON', [200, secret]],
    ['a lost connection', 'cut'],
  ])('never shows what was sent or received: %s', async (_title, step) => {
    script = [step];
    attempts = 0;
    const error = await call();
    expect(error).toBeInstanceOf(AwsError);
    expect(everything(error)).not.toContain('horse');
  });

  test('ends an answer that is larger than any', async () => {
    const large: Step = [200, JSON.stringify({ text: 'x'.repeat(5 * 1024 * 1024) })];
    expect(await run([large], ours(deadlineIn(9_000)))).toEqual({ attempts: 1, result: { code: 'InvalidResponse' } });
  });
});
