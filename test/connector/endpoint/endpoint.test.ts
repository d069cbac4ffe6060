import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Call, openGet, signedGet, signedPost } from '../../../connector/endpoint/endpoint.ts';
import { JsonText } from '../../../connector/endpoint/json-text.ts';
import { metrics, variables } from '../../../connector/environment.ts';
import { Problem, ShopFailure } from '../../../connector/errors.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { gatewayCall } from '../../helpers/gateway-call.ts';
import { useLocalAws } from '../../helpers/local-aws.ts';

const secret = 'the-secret';
const json = { 'content-type': 'application/json' };
const everyAnswer = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
let aws: LocalAws;
let calls: Call[];
let act: (call: Call) => unknown;
const action = async (call: Call) => {
  calls.push(call);
  return act(call);
};
const get = signedGet('GET /test', action);
const post = signedPost('POST /test', { accepts: ['application/json'] }, action);

beforeAll(async () => {
  aws = await useLocalAws({ secret });
  process.env[variables.metricNamespace] = 'test';
});
afterAll(async () => {
  delete process.env[variables.metricNamespace];
  await aws.close();
});
let lines: Record<string, unknown>[];
beforeEach(() => {
  calls = [];
  act = () => ({ fine: true });
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)));
    return true;
  });
  return () => vi.restoreAllMocks();
});

function failWith(error: unknown): void {
  act = () => {
    throw error;
  };
}

describe('every answer', () => {
  const open = openGet('GET /open', () => ({ status: 'UP' }));
  it.each([
    ['of an open GET', 200, () => open(gatewayCall({}))],
    ['of a signed GET', 200, () => get(gatewayCall({ query: 'a=1', secret }))],
    ['of a signed POST', 200, () => post(gatewayCall({ body: '[]', secret, headers: json }))],
    ['that refuses a signature', 401, () => get(gatewayCall({ query: 'a=1' }))],
    ['that refuses a media type', 415, () => post(gatewayCall({ body: '[]', secret }))],
    ['that refuses a body', 413, () => post(gatewayCall({ body: 'x'.repeat(256 * 1024 + 1) }))],
  ])('%s is kept by no cache and taken for no page', async (_, statusCode, answer) => {
    expect(await answer()).toMatchObject({ statusCode, headers: everyAnswer });
  });

  it('that is a failure is kept by no cache either, and says when to try again', async () => {
    failWith(new Problem('shop_throttled', 'Too many calls.', { retryAfterSeconds: 7 }));
    const answer = await get(gatewayCall({ query: 'a=1', secret }));
    expect(answer).toMatchObject({ statusCode: 503, headers: { ...everyAnswer, 'retry-after': '7' } });
  });
});

describe('a signed GET', () => {
  it('reaches the action with its query string as received, and answers JSON', async () => {
    const query = 'searchQuery=caf%c3%a9+noir&limit=5';
    const answer = await get(gatewayCall({ query, secret }));
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { ...everyAnswer, 'content-type': expect.stringContaining('application/json') },
      body: '{"fine":true}',
    });
    expect(calls.map((call) => call.query)).toEqual([query]);
  });

  it('answers a value that is a text as a JSON string', async () => {
    act = () => 'a "text"';
    expect(await get(gatewayCall({ query: 'a=1', secret }))).toMatchObject({ statusCode: 200, body: '"a \\"text\\""' });
  });

  it('answers the JSON text of an action as it is', async () => {
    act = () => new JsonText('[ "written once" ]');
    expect(await get(gatewayCall({ query: 'a=1', secret }))).toMatchObject({
      statusCode: 200,
      body: '[ "written once" ]',
    });
  });

  it('without, with another, or over other bytes signed is 401 and says no more', async () => {
    const other = gatewayCall({ query: 'a=2', secret });
    for (const event of [
      gatewayCall({ query: 'a=1' }),
      gatewayCall({ query: 'a=1', secret: 'another' }),
      { ...other, rawQueryString: 'a=1' },
    ]) {
      const answer = await get(event);
      expect(answer.statusCode).toBe(401);
      expect(JSON.parse(answer.body!)).toEqual({
        type: 'about:blank',
        title: 'Unauthorized',
        status: 401,
        detail: 'The signature is missing or does not match.',
        code: 'invalid_signature',
        requestId: 'request-1',
      });
    }
    expect(calls).toEqual([]);
    expect(lines.every((line) => line[metrics.signatureRefused] === 1)).toBe(true);
    expect(lines.some((line) => metrics.webhookPutOff in line)).toBe(false);
  });
});

describe('a signed POST', () => {
  it('is verified over its decoded bytes, base64 or not', async () => {
    const body = '[{"key":"name","value":"Zoé"}]';
    expect((await post(gatewayCall({ body, secret, headers: json }))).statusCode).toBe(200);
    expect((await post(gatewayCall({ body: Buffer.from(body), secret, headers: json }))).statusCode).toBe(200);
    expect(calls.map((call) => call.body.toString())).toEqual([body, body]);
  });

  it('without a body is verified over no bytes', async () => {
    expect(await post(gatewayCall({ secret, headers: json }))).toMatchObject({ statusCode: 200 });
    expect(calls.map((call) => call.body.length)).toEqual([0]);
  });

  it('that is too large or of another media type is told what may be sent', async () => {
    const detail = async (answer: ReturnType<typeof post>) => JSON.parse((await answer).body!).detail;
    const large = gatewayCall({ body: Buffer.alloc(256 * 1024 + 1), secret, headers: json });
    expect(await detail(post(large))).toBe('The body must be at most 262144 bytes.');
    const form = 'application/x-www-form-urlencoded';
    const either = signedPost('POST /test', { accepts: ['application/json', form] }, action);
    const text = gatewayCall({ body: 'x', secret, headers: { 'content-type': 'text/plain' } });
    expect(await detail(post(text))).toBe('The body must be application/json.');
    expect(await detail(either(text))).toBe(`The body must be application/json or ${form}.`);
  });

  it('is handed on with its media type, in one spelling', async () => {
    const form = 'application/x-www-form-urlencoded';
    const handed: string[] = [];
    const either = signedPost('POST /test', { accepts: ['application/json', form] }, async ({ mediaType }) =>
      handed.push(mediaType),
    );
    for (const type of [
      'application/json',
      'Application/JSON;charset=utf-8',
      ` ${form} ; x`,
      'application/jsonp',
      '',
    ]) {
      await either(gatewayCall({ body: 'x', secret, headers: { 'content-type': type } }));
    }
    expect(handed).toEqual(['application/json', 'application/json', form]);
  });

  it('hands on nothing of its query string, which nobody signed', async () => {
    await post(gatewayCall({ query: 'websiteId=ha-1', body: '[]', secret, headers: json }));
    expect(calls[0]?.query).toBe('');
  });

  it('is checked in the order of the contract: size, signature, media type', async () => {
    const large = Buffer.alloc(256 * 1024 + 1);
    const status = async (event: Parameters<typeof post>[0]) => (await post(event)).statusCode;
    expect(await status(gatewayCall({ body: large, headers: { 'content-type': 'text/plain' } }))).toBe(413);
    expect(await status(gatewayCall({ body: 'x', headers: { 'content-type': 'text/plain' } }))).toBe(401);
    expect(await status(gatewayCall({ body: 'x', secret, headers: { 'content-type': 'text/plain' } }))).toBe(415);
    expect(await status(gatewayCall({ body: 'x', secret }))).toBe(415);
    expect(calls).toEqual([]);
    const largest = Buffer.alloc(256 * 1024);
    expect(
      await status(
        gatewayCall({ body: largest, secret, headers: { 'content-type': 'Application/JSON; charset=utf-8' } }),
      ),
    ).toBe(200);
  });

  it('may translate its refusals', async () => {
    const translated = signedPost(
      'POST /test',
      { accepts: ['application/json'], refuse: () => new Problem('try_again', 'Later.', { retryAfterSeconds: 10 }) },
      action,
    );
    failWith(new Error('database'));
    const answer = await translated(gatewayCall({ body: '{}', secret, headers: json }));
    expect(answer).toMatchObject({ statusCode: 429, headers: { 'retry-after': '10' } });
    expect(lines[0]).toMatchObject({ reason: 'try_again', [metrics.webhookPutOff]: 1 });
    expect(lines[0]).not.toHaveProperty(metrics.signatureRefused);
  });
});

describe('a failure', () => {
  const fails = async (error: unknown) => {
    failWith(error);
    return get(gatewayCall({ query: 'a=1', secret }));
  };

  it('of the caller names the field', async () => {
    const answer = await fails(new Problem('invalid_request', 'limit must be a number.', { field: 'limit' }));
    expect(answer.statusCode).toBe(400);
    expect(answer.headers).toEqual({ ...everyAnswer, 'content-type': 'application/problem+json' });
    expect(JSON.parse(answer.body!)).toMatchObject({ code: 'invalid_request', field: 'limit' });
    expect(lines[0]).toMatchObject({ level: 'INFO', status: 400, reason: 'invalid_request' });
    for (const other of [metrics.fault, metrics.signatureRefused, metrics.webhookPutOff, 'cause']) {
      expect(lines[0]).not.toHaveProperty(other);
    }
  });

  it('of the shop is 502, 503 or 504 by its reason', async () => {
    const shop = (reason: ShopFailure['reason']) =>
      fails(new ShopFailure(reason, 'The shop failed.', { retryAfterSeconds: 7 }));
    expect(await shop('failed')).toMatchObject({ statusCode: 502 });
    expect(await shop('unreachable')).toMatchObject({ statusCode: 502 });
    expect(await shop('too_slow')).toMatchObject({ statusCode: 504 });
    expect(await shop('throttled')).toMatchObject({ statusCode: 503, headers: { 'retry-after': '7' } });
    expect(lines.some((line) => metrics.fault in line)).toBe(false);
  });

  it('of ours tells the caller nothing, the log its cause, and the alarm', async () => {
    const answer = await fails(new Error('connect ECONNREFUSED 10.0.0.7:443', { cause: new TypeError('inner') }));
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '10' } });
    expect(answer.body).not.toMatch(/ECONNREFUSED|inner/);
    expect(lines[0]).toMatchObject({
      level: 'ERROR',
      status: 503,
      requestId: 'request-1',
      [metrics.fault]: 1,
      cause: { message: 'connect ECONNREFUSED 10.0.0.7:443', cause: { name: 'TypeError', message: 'inner' } },
    });
  });
});

describe('the log', () => {
  it('has one line a request, with its correlation id and its counts as an embedded metric', async () => {
    act = ({ log }) => {
      log.set('website', 'ha-1' as never);
      log.count(metrics.productLeftOut, 2);
      log.count(metrics.productLeftOut);
      return [];
    };
    const correlationId = '332e8400-e34b-11d4-a716-446655444444';
    await get(gatewayCall({ query: 'a=1', secret, headers: { 'x-iadvize-correlationid': correlationId } }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      route: 'GET /test',
      status: 200,
      website: 'ha-1',
      correlationId,
      ProductLeftOut: 3,
      _aws: { CloudWatchMetrics: [{ Namespace: 'test', Metrics: [{ Name: 'ProductLeftOut', Unit: 'Count' }] }] },
    });
  });

  it('takes nothing that looks unlike a correlation id from the header', async () => {
    const digits = '0'.repeat(36);
    const others = ['x'.repeat(36), `x${digits}`, `${digits}x`, digits.slice(1), `${digits}\n`];
    for (const other of others) {
      await get(gatewayCall({ query: 'a=1', secret, headers: { 'x-iadvize-correlationid': other } }));
    }
    expect(lines).toHaveLength(others.length);
    expect(lines.some((line) => 'correlationId' in line)).toBe(false);
  });
});

it('answers an open GET without looking at any signature', async () => {
  const handler = openGet('GET /health', () => ({ status: 'UP' }));
  expect(await handler(gatewayCall({}))).toMatchObject({ statusCode: 200, body: '{"status":"UP"}' });
});
