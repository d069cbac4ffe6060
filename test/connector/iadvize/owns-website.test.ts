import type { IncomingMessage, ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deadlineIn } from '../../../connector/deadline.ts';
import { ownsWebsite } from '../../../connector/iadvize/owns-website.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { closedShop, closeShops, startRawShop, startShop, startTlsShop } from '../../helpers/hostile-shop.ts';
import { watchSockets } from '../../helpers/watched-sockets.ts';

const key = 'canary-key-0123456789';
const website = parseWebsite('ha-123')!;
const owns = (milliseconds = 5_000, apiKey = key) => ownsWebsite(website, apiKey, deadlineIn(milliseconds));

async function platform(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const asked: IncomingMessage[] = [];
  const server = await startShop((request, response) => {
    asked.push(request);
    answer(response, request);
  });
  vi.stubEnv('LOCAL_IADVIZE_API_URL', `http://${server.host}/api/2`);
  return asked;
}
const says = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));

const success = (id: unknown) => ({ meta: { status: 'success' }, data: { id, _link: `/website/${id}`, url: 'x' } });
const unknown = { meta: { status: 'fail', message: "Unknown 'website' with 'id' 123." } };
const forbidden = { meta: { status: 'error', message: 'Forbidden' } };
const unclear = expect.objectContaining({ name: 'Problem', code: 'temporarily_unavailable' });

afterEach(async () => {
  vi.restoreAllMocks();
  await closeShops();
});

describe('ownsWebsite', () => {
  it('asks for the website with the key in its header', async () => {
    const asked = await platform(says(200, success(123)));
    expect(await owns()).toBe('yes');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'GET', url: '/api/2/website/123', headers: { 'x-api-key': key } });
    expect(asked[0]!.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['yes', success(123)],
    ['yes', success('123')],
    ['no', success(124)],
    ['no', success('1230')],
    ['no', unknown],
    ['wrong_key', forbidden],
    ['wrong_key', { meta: { status: 'error', message: 'forbidden.' }, data: null }],
  ])('reads %s in %j whatever the HTTP status', async (expected, body) => {
    for (const status of [200, 401, 404]) {
      await platform(says(status, body));
      expect(await owns(), String(status)).toBe(expected);
    }
  });

  it('reads the envelope of a 500 too, after asking again', async () => {
    const asked = await platform(says(500, unknown));
    expect(await owns()).toBe('no');
    expect(asked).toHaveLength(2);
  });

  it.each([
    '',
    'null',
    '[]',
    '<html>Bad gateway</html>',
    `{"key":"${key}"`,
    { meta: { status: 'success' } },
    { meta: { status: 'success' }, data: null },
    { meta: { status: 'success' }, data: [{ id: 123 }] },
    { meta: { status: 'success' }, data: {} },
    success(null),
    success('0x7b'),
    success(' 123'),
    success(['123']),
    { meta: { status: 'error', message: 'Internal error' } },
    { meta: { status: 'error' } },
    { meta: { status: 'SUCCESS' }, data: { id: 123 } },
    { data: { id: 123 } },
  ])('takes %j for no answer', async (body) => {
    await platform(says(200, body));
    const failure = await owns().catch((error: unknown) => error);
    expect(failure).toEqual(unclear);
    expect(inspect(failure, { depth: 9 })).not.toContain(key);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is closed', async () => vi.stubEnv('LOCAL_IADVIZE_API_URL', (await closedShop()).url)],
    ['is not on the allow-list', async () => vi.stubEnv('LOCAL_IADVIZE_API_URL', 'http://127.0.0.1:1/api/2')],
    ['has a broken TLS', async () => vi.stubEnv('LOCAL_IADVIZE_API_URL', (await startTlsShop(() => {})).url)],
    [
      'speaks no HTTP',
      async () => vi.stubEnv('LOCAL_IADVIZE_API_URL', (await startRawShop((socket) => socket.end('hello'))).url),
    ],
    ['is silent', () => platform(() => {})],
    ['never ends', () => platform((response) => void response.write('{'))],
    ['says too much', () => platform(says(200, { ...success(123), more: 'x'.repeat(70_000) }))],
    ['breaks off', () => platform((response) => void response.write('{', () => response.destroy()))],
    ['fails', () => platform(says(500, ''))],
    ['is overloaded', () => platform(says(429, ''))],
  ])('cannot say when the platform %s, and keeps the key to itself', async (_name, prepare) => {
    await prepare();
    const failure = await owns(500).catch((error: unknown) => error);
    expect(failure).toEqual(unclear);
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(key);
  });

  it('follows no redirect, so the key goes nowhere else', async () => {
    const elsewhere = await startShop((_, response) => response.end(JSON.stringify(success(123))));
    await platform((response) => void response.writeHead(302, { location: elsewhere.url }).end());
    await expect(owns()).rejects.toEqual(unclear);
    expect(elsewhere.sockets.size).toBe(0);
  });

  it.each(['', 'two words', 'line\r\nx-injected: 1', 'clé', 'a\0b', 'x'.repeat(257)])(
    'knows without asking that %j is no key',
    async (apiKey) => {
      const asked = await platform(says(200, success(123)));
      expect(await owns(5_000, apiKey)).toBe('wrong_key');
      expect(asked).toHaveLength(0);
    },
  );

  it('asks the platform of the website, each at its own address', async () => {
    const { lookedUp } = watchSockets();
    for (const id of ['sd-1', 'ha-1']) {
      await expect(ownsWebsite(parseWebsite(id)!, key, deadlineIn(5_000))).rejects.toEqual(unclear);
    }
    expect(lookedUp).toEqual(['www.iadvize.com', 'ha.iadvize.com']);
  });

  it('cannot prove a website of a platform it does not know', async () => {
    const asked = await platform(says(200, success(123)));
    expect(await ownsWebsite(parseWebsite('xx-123')!, key, deadlineIn(5_000))).toBe('no');
    expect(asked).toHaveLength(0);
  });
});
