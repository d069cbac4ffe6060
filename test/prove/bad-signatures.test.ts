import { createHash, createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { callAws } from '../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { sign } from '../../connector/endpoint/signature.ts';
import { type InProcessConnector, type Route, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { report, runs, seed } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, verificationOf } from './install-steps.ts';

const secret = 'the app’s secret';
let connector: InProcessConnector;
/** Every AWS call but those that read the secret. */
let calls: string[];
let asked: number;

beforeAll(async () => {
  connector = await useInProcessConnector({ secret });
  connector.apiKeys.set('key', () => true);
  connector.world.shop = (_, response) => {
    asked++;
    response.end(shopFeed([{ id: '1', title: 'Kite', category: 'Outdoor' }]));
  };
  await connector.call('POST /verification', signedCalls()['POST /verification']);
  await connector.call('POST /webhooks', signedCalls()['POST /webhooks']);
  await connector.refresh();
  connector.world.onCall = (service, operation) => {
    if (service !== 'secretsmanager') calls.push(`${service} ${operation}`);
    return 'pass';
  };
});
beforeEach(() => {
  calls = [];
  asked = 0;
});
afterAll(() => connector.close());

type SignedRoute = Exclude<Route, 'GET /health' | 'GET /webhooks'>;
interface Signed {
  query?: string;
  body?: string;
  headers?: Record<string, string>;
  secret: string;
}

/** Each would be answered, were it not for its signature. */
function signedCalls(): Record<SignedRoute, Signed> {
  const typed = { websiteId: 'ha-1', iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/feed` };
  return {
    'POST /verification': { ...verificationOf(typed), secret },
    'POST /webhooks': { ...eventOf('connector.installed', 'ha-1'), secret },
    'GET /products': { query: 'idWebsite=ha-1&limit=5', secret },
    'GET /categories': { query: 'idWebsite=ha-1', secret },
  };
}

/** Of a header that should be the signature of these bytes; undefined: there is none. */
function shapes(bytes: string): unknown[] {
  const good = sign(bytes, secret);
  const hex = good.slice('sha256='.length);
  const digest = Buffer.from(hex, 'hex');
  const hmac = (algorithm: string) => `${algorithm}=${createHmac(algorithm, secret).update(bytes).digest('hex')}`;
  return [
    ...[undefined, null, '', ' ', '\0', ',', '=', 'sha256', 'sha256=', 'sha256=,', 'none', 'null', 'undefined', 'true'],
    // Twice: the gateway joins them.
    ...[`${good},${good}`, `${good}, ${good}`, `${good},`, `,${good}`, `${good},sha256=${'0'.repeat(64)}`],
    ...[`${hmac('sha1')},${good}`, `${good};${good}`, `${good} ${good}`, `${good}\n${good}`],
    ...[hmac('sha1'), hmac('sha512'), hmac('sha384'), hmac('md5'), hmac('sha1').replace('sha1', 'sha256')],
    ...[`sha1=${hex}`, `sha512=${hex}`, `sha-256=${hex}`, `hmac-sha256=${hex}`, `v1=${hex}`, `sha3-256=${hex}`],
    `sha256=${createHash('sha256').update(bytes).digest('hex')}`,
    `sha256=${createHash('sha256')
      .update(secret + bytes)
      .digest('hex')}`,
    ...[hex, `=${hex}`, `sha256${hex}`, `sha256:${hex}`, `sha256 ${hex}`, `sha256==${hex}`, `sha256="${hex}"`],
    ...[`sha256=${hex.slice(1)}`, `sha256=${hex.slice(0, -1)}`, `sha256=${hex.slice(0, 62)}`, `sha256=${hex}0`],
    ...[`sha256=0${hex}`, `sha256=${hex}${hex}`, `sha256=${hex.slice(0, 63)}g`, `sha256=${hex.slice(0, 63)}é`],
    ...[`sha256=0x${hex}`, `sha256=${hex.replace(/(..)(?=.)/g, '$1:')}`, `sha256=${hex.replace(/(..)/g, '%$1')}`],
    ...[`sha256=${digest.toString('base64')}`, `sha256=${digest.toString('latin1')}`, digest.toString('base64')],
    ...[` ${good}`, `${good} `, `\t${good}`, `sha256= ${hex}`, `sha256 =${hex}`, `${good}\r\n`, `\ufeff${good}`],
    ...[`${good}\0`, `\0${good}`, `sha256=\0${hex}`, `sha256=${hex.slice(0, 32)}\0${hex.slice(32)}`],
    ...['0'.repeat(8_192), `sha256=${'0'.repeat(8_192)}`, 'sha256='.repeat(1_170), `${good}${' '.repeat(8_000)}`],
    ...[[], [good], [good, good], { 0: good }, { toString: () => good }, Buffer.from(good), 0, 1, true, digest],
    ...[sign('', secret), sign(`${bytes} `, secret), sign(bytes, ''), sign(bytes, `${secret} `), sign(bytes, 'sha256')],
    `sha256=${'0'.repeat(64)}`,
    `sha256=${'f'.repeat(64)}`,
  ];
}

/** Those on their way included, which nobody waited for: a call of the test's own comes after them. */
async function callsSoFar(): Promise<string[]> {
  await callAws('dynamodb', 'ListTables', {}, deadlineIn(10_000));
  expect(calls.pop()).toBe('dynamodb ListTables');
  return calls;
}

async function statusOf(route: SignedRoute, { secret: _, headers, ...call }: Signed, signature: unknown) {
  const signed: Record<string, string> = signature === undefined ? {} : { 'x-iadvize-signature': signature as string };
  const answer = await connector.call(route, { ...call, secret: undefined, headers: { ...headers, ...signed } });
  if (answer.statusCode === 401) expect(JSON.parse(answer.body!).code).toBe('invalid_signature');
  return answer.statusCode;
}

it('answers a bad signature of any shape with 401 on every signed route, before a table, a key, a queue or a shop is asked', async ({
  task,
}) => {
  const count = new Set(shapes('').map((shape) => inspect(shape))).size;
  expect(count).toBeGreaterThanOrEqual(40);
  let refused = 0;
  for (const [route, call] of Object.entries(signedCalls()) as [SignedRoute, Signed][]) {
    for (const shape of shapes(call.body ?? call.query!)) {
      expect([route, shape, await statusOf(route, call, shape)]).toEqual([route, shape, 401]);
      refused++;
    }
  }
  expect(await callsSoFar()).toEqual([]);
  expect(asked).toBe(0);
  report(task, `${count} shapes × 4 routes: ${refused} × 401, 0 calls of a table, key, queue, bucket or shop`);
});

it('answers 401 whatever else stands in the header', async ({ task }) => {
  const routes = Object.entries(signedCalls()) as [SignedRoute, Signed][];
  const total = runs(150, 8_000);
  const header = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.tuple(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 })).map(([before, after]) => ({ before, after })),
    fc.stringMatching(/^sha256=[0-9a-fA-F]{60,68}$/),
    fc.anything(),
  );
  await fc.assert(
    fc.asyncProperty(header, fc.constantFrom(...routes), async (header, [route, call]) => {
      const good = sign(call.body ?? call.query!, secret);
      const isAround = header instanceof Object && 'before' in header;
      const signature = isAround ? `${header.before}${good}${(header as { after?: string }).after}` : header;
      if (signature === good) return;
      expect(await statusOf(route, call, signature)).toBe(401);
    }),
    { numRuns: total, seed },
  );
  expect(await callsSoFar()).toEqual([]);
  expect(asked).toBe(0);
  report(task, `${total} headers at random: 401`);
});

it('answers 200 to the same calls with their own signature', async () => {
  for (const [route, call] of Object.entries(signedCalls()) as [SignedRoute, Signed][]) {
    expect(await statusOf(route, call, sign(call.body ?? call.query!, secret))).toBe(200);
  }
  expect(new Set(calls.map((call) => call.split(' ')[0]))).toEqual(new Set(['dynamodb', 'kms', 'sqs', 's3']));
  expect(asked).toBe(1);
});
