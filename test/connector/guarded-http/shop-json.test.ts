import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { deadlineIn } from '../../../connector/deadline.ts';
import { ShopFailure } from '../../../connector/errors.ts';
import { callShop } from '../../../connector/guarded-http/shop-json.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { closeShops, startShop } from '../../helpers/hostile-shop.ts';

const website = parseWebsite('ha-1')!;
const schema = z.object({ name: z.string() });
type Request = Omit<Parameters<typeof callShop>[0], 'url' | 'maxBytes' | 'schema'>;
const call = (url: string, request: Request = {}, maxBytes = 1_000) =>
  callShop({ url, maxBytes, schema, ...request }, { website, deadline: deadlineIn(10_000) });

interface Asked {
  method: string;
  headers: Record<string, unknown>;
  body: string;
}

/** Answers with these one after the other, the last one for ever. */
async function shopThatSays(...answers: [status: number, body: string | Buffer, headers?: Record<string, string>][]) {
  const asked: Asked[] = [];
  const shop = await startShop(async (request, response) => {
    asked.push({ method: request.method!, headers: request.headers, body: String(await buffer(request)) });
    const [status, body, headers = {}] = answers[Math.min(asked.length, answers.length) - 1]!;
    response.writeHead(status, headers).end(body);
  });
  return { url: shop.url, asked };
}

afterEach(closeShops);

describe('a call of an API', () => {
  it('asks for JSON and gives what the schema names', async () => {
    const { url, asked } = await shopThatSays([200, '{"name":"Mug","price":1}', { 'x-cost': '3' }]);
    const answer = await call(url);
    expect(answer).toMatchObject({ status: 200, value: { name: 'Mug' }, headers: { 'x-cost': '3' } });
    expect(answer.value).toEqual({ name: 'Mug' });
    expect(asked[0]).toMatchObject({ method: 'GET', body: '', headers: { accept: 'application/json' } });
    expect(asked[0]!.headers).not.toHaveProperty('content-type');
  });

  it('sends any value as JSON, with its length', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (json) => {
        const { url, asked } = await shopThatSays([200, '{"name":"Mug"}']);
        await call(url, { method: 'POST', json });
        expect(JSON.parse(asked[0]!.body)).toEqual(JSON.parse(JSON.stringify(json)));
        expect(asked[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
      }),
      { numRuns: 20 },
    ));

  it('reads past a byte order mark, which a file of some plugin may put before each answer', async () => {
    for (const body of ['\ufeff{"name":"Mug"}', gzipSync('\ufeff{"name":"Mug"}')]) {
      const { url } = await shopThatSays([200, body]);
      expect((await call(url)).value).toEqual({ name: 'Mug' });
    }
    const { url } = await shopThatSays([404, '\ufeff{"code":"no_route"}']);
    const explain = ({ body }: { body: unknown }) => new ShopFailure('failed', JSON.stringify(body));
    await expect(call(url, { explain })).rejects.toMatchObject({ message: '{"code":"no_route"}' });
  });

  it('unpacks gzip, whatever the headers say', async () => {
    for (const headers of [{ 'content-encoding': 'gzip' }, {} as Record<string, string>]) {
      const { url } = await shopThatSays([200, gzipSync('{"name":"Mug"}'), headers]);
      expect((await call(url)).value).toEqual({ name: 'Mug' });
    }
  });

  it('counts what is unpacked, too', async () => {
    const { url } = await shopThatSays([200, gzipSync(JSON.stringify({ name: 'x'.repeat(2_000) }))]);
    await expect(call(url)).rejects.toMatchObject({ reason: 'too_large' });
  });

  it.each([
    ['a web page', '<!doctype html><p>5e54m3</p>', 'not_a_catalog', /web page/],
    ['no JSON', 'name=5e54m3', 'not_a_catalog', /something else/],
    ['another form', '{"error":"5e54m3"}', 'not_a_catalog', /something else/],
    ['nothing', '', 'not_a_catalog', /something else/],
    ['a damaged archive', gzipSync('{"name":"Mug"}').subarray(0, 20), 'failed', /damaged/],
  ])('tells %s from an answer, and repeats nothing of it', async (_, body, reason, message) => {
    const { url } = await shopThatSays([200, body]);
    const failure = await call(url).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ reason, message: expect.stringMatching(message) });
    expect(`${failure} ${(failure as Error).cause}`).not.toContain('5e54m3');
  });
});

describe('a call that may change something', () => {
  /** What a merchant can mend, who typed `shop.example` where the shop answers at `www.shop.example`. */
  const moved = { reason: 'not_found', message: expect.stringMatching(/Type the address .* with or without www\./) };

  it('is sent once, whatever comes back', async () => {
    const { url, asked } = await shopThatSays([503, ''], [200, '{"name":"Mug"}']);
    await expect(call(url, { method: 'POST', json: {} })).rejects.toMatchObject({ reason: 'failed' });
    expect(asked).toHaveLength(1);
  });

  it('is sent again when it only reads', async () => {
    const { url, asked } = await shopThatSays([503, ''], [200, '{"name":"Mug"}']);
    expect((await call(url, { method: 'POST', json: { query: '{ name }' }, isRead: true })).value.name).toBe('Mug');
    expect(asked.map(({ body }) => body)).toEqual(['{"query":"{ name }"}', '{"query":"{ name }"}']);
  });

  it.each([301, 302, 303])('follows no %i, which would make a GET of it', async (status) => {
    const { url } = await shopThatSays([status, '', { location: '/feed' }], [200, '{"name":"Mug"}']);
    await expect(call(url, { method: 'POST', json: {} })).rejects.toMatchObject(moved);
  });

  it.each([307, 308])('follows a %i with its body, on the same host only', async (status) => {
    const { url, asked } = await shopThatSays([status, '', { location: '/feed' }], [200, '{"name":"Mug"}']);
    await call(url, { method: 'POST', json: { secret: 1 } });
    expect(asked.map(({ method, body }) => `${method} ${body}`)).toEqual(Array(2).fill('POST {"secret":1}'));
    const elsewhere = await shopThatSays([200, '{"name":"Mug"}']);
    const sender = await shopThatSays([status, '', { location: elsewhere.url }]);
    await expect(call(sender.url, { method: 'POST', json: { secret: 1 } })).rejects.toMatchObject(moved);
    expect(elsewhere.asked).toEqual([]);
  });
});
