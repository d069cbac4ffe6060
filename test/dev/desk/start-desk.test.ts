import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Parameter } from '../../../connector/catalog/catalog-source.ts';
import { sign } from '../../../connector/endpoint/signature.ts';
import type { Website } from '../../../connector/website.ts';
import type { CallAnswer, CallDetail, DeskChange, DeskState, InstallAnswer } from '../../../dev/desk/desk-api.ts';
import { type DeskOptions, startDesk } from '../../../dev/desk/start-desk.ts';
import type { LocalServer } from '../../../dev/local-server.ts';
import { exchange } from '../../../platform/exchange.ts';
import { type SeenCall, type StandInAnswer, startStandInConnector } from '../../helpers/stand-in-connector.ts';

const parameter = (key: string, isSecret: boolean): Parameter => {
  return { key, label: key, type: 'text', required: true, secret: isSecret, help: '', schema: z.string() };
};
const parameters = [parameter('websiteId', false), parameter('iadvizeApiKey', true), parameter('feedUrl', false)];

const secret = 'the-app-secret-that-stays-here';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const healthy = ({ path }: SeenCall): StandInAnswer => {
  if (path === '/verification') return { body: { isStepValid: true, isValid: true, errors: [] } };
  if (path === '/health') return { body: { status: 'UP' } };
  return { body: path === '/webhooks' ? {} : [] };
};

async function start(
  answer: Parameters<typeof startStandInConnector>[0] = healthy,
  options: Partial<DeskOptions> = {},
) {
  const connector = await startStandInConnector(answer);
  closers.push(connector.close);
  const desk = await startDesk({
    port: 0,
    connector: { name: 'Test', url: `${connector.url}/`, secret, previousSecret: `${secret}-before` },
    parameters,
    ...options,
  });
  closers.push(desk.close);

  const received: string[] = [];
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const own = { origin: desk.url, 'content-type': 'application/json', host: new URL(desk.url).host, ...headers };
    const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const { answer: answered } = await exchange({ method, url: desk.url + path, headers: own, body: sent });
    received.push(String(answered?.body), JSON.stringify(answered?.headers));
    return answered!;
  };
  const json = async <Answer>(method: string, path: string, body?: unknown) =>
    JSON.parse(String((await call(method, path, body)).body)) as Answer;
  return { connector, desk, call, json, received };
}

/** The first message of the stream. */
async function readState(url: string): Promise<DeskState> {
  const response = await fetch(`${url}/api/stream`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('\n\n')) text += (await reader.read()).value ?? '';
  await reader.cancel();
  const change: DeskChange = JSON.parse(text.slice('data: '.length, text.indexOf('\n\n')));
  if (change.kind !== 'state') throw new Error('The stream must begin with the state.');
  return change.state;
}

const values = { websiteId: 'ha-1', iadvizeApiKey: 'merchant-key-1234', feedUrl: 'https://shop.example/feed' };

describe('the desk’s server', () => {
  it('signs on its side: the app’s secrets are in nothing that it sends', async () => {
    const { connector, desk, call, json, received } = await start();
    await json('POST', '/api/install', { website: 'ha-1', values, dialect: '2018' });
    const { callId } = await json<CallAnswer>('POST', '/api/products', { website: 'ha-1', searchQuery: 'tente é' });
    for (const path of ['/', '/desk', '/page.js', '/page.css', '/icon.svg']) {
      expect((await call('GET', path)).status, path).toBe(200);
    }
    const last = connector.seen.at(-1)!;
    expect(last.headers['x-iadvize-signature']).toBe(sign(last.query.toString().replaceAll('+', '%20'), secret));
    for (let id = 1; id <= callId; id++) {
      await call('GET', `/api/call?id=${id}`);
      await call('GET', `/api/curl?id=${id}`);
    }
    received.push(JSON.stringify(await readState(desk.url)));
    expect(received.join('\n')).not.toContain(secret);
  });

  it('shows none of the merchant’s secrets, but lets a call be copied whole', async () => {
    const { desk, json } = await start();
    await json('POST', '/api/install', { website: 'ha-1', values, dialect: '2018' });
    expect(JSON.stringify(await readState(desk.url))).not.toContain('merchant-key-1234');
    const verification = await json<CallDetail>('GET', '/api/call?id=1');
    expect(JSON.stringify(verification)).not.toContain('merchant-key-1234');
    expect(verification.requestBody).toContain('https://shop.example/feed');
    expect((await json<{ curl: string }>('GET', '/api/curl?id=1')).curl).toContain('merchant-key-1234');
  });

  it('answers its own page only', async () => {
    const { call } = await start();
    const body = { website: 'ha-1' };
    expect((await call('POST', '/api/products', body, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await call('POST', '/api/products', body, { host: 'evil.example' })).status).toBe(403);
    expect((await call('GET', '/', undefined, { host: 'evil.example' })).status).toBe(403);
    expect((await call('POST', '/api/products', body, { 'content-type': 'text/plain' })).status).toBe(403);
    expect((await call('POST', '/api/products', body)).status).toBe(200);
  });

  it('begins with the websites of a private app, and with some for an app that lists none', async () => {
    const begin = async (websites?: string[]) =>
      (await start(healthy, { websites: websites as Website[] | undefined })).desk;
    const namesOf = async (desk: LocalServer) => (await readState(desk.url)).websites.map(({ website }) => website);
    expect(await namesOf(await begin(['ha-123', 'ha-7']))).toEqual(['ha-7', 'ha-123']);
    for (const desk of [await begin(), await begin([])]) expect(await namesOf(desk)).toEqual(['ha-1', 'ha-2', 'sd-1']);
  });

  it('allows no foreign script, frame or form, and nothing inline', async () => {
    const { call } = await start();
    const { headers, body } = await call('GET', '/desk');
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(String(body)).not.toMatch(/<script(?![^>]*src=)|<style| style=| on\w+=/);
  });

  it('refuses wrong inputs in a sentence, and knows nothing else', async () => {
    const { call } = await start();
    const cases: [string, string, unknown, number][] = [
      ['POST', '/api/products', { website: 'nonsense' }, 400],
      ['POST', '/api/deliveries', {}, 400],
      ['POST', '/api/weather', { weather: 'slow' }, 404],
      ['POST', '/api/refresh', {}, 404],
      ['GET', '/api/call?id=99', undefined, 404],
      ['GET', '/api/call?id=x', undefined, 400],
      ['GET', '/api/products', undefined, 404],
      ['DELETE', '/desk', {}, 404],
      ['GET', '/../package.json', undefined, 404],
    ];
    for (const [method, path, body, status] of cases) {
      expect([path, (await call(method, path, body)).status]).toEqual([path, status]);
    }
    const large = await call('POST', '/api/products', { website: 'ha-1', searchQuery: 'x'.repeat(600_000) });
    expect(large.status).toBe(400);
  });

  it('holds what a connector answers to the contract, and names a secret that it echoes', async () => {
    const { json } = await start(({ path, body }) => {
      return path === '/verification' ? { body: { isValid: false, echo: body } } : { body: [{ id: 1 }] };
    });
    const refused = await json<InstallAnswer>('POST', '/api/install', { website: 'ha-1', values, dialect: '2018' });
    expect(refused.outcome).toBe('refused');
    const { violations } = await json<CallDetail>('GET', '/api/call?id=1');
    expect(violations[0]).toEqual({
      field: 'body',
      contract: 'nothing secret is echoed',
      got: 'a secret that was typed',
    });
    await json('POST', '/api/products', { website: 'ha-1' });
    const detail = await json<CallDetail>('GET', '/api/call?id=2');
    expect(detail.violations).toContainEqual({ field: 'products[0].id', contract: 'a string, not empty', got: '1' });
  });
});

describe('the marketplace', () => {
  const stateOf = async (url: string, website: string) =>
    (await readState(url)).websites.find((each) => each.website === website);

  it('verifies, then sends the event of the same website and version', async () => {
    const { connector, desk, json } = await start();
    expect(
      await json('POST', '/api/install', { website: 'ha-1', values: { ...values, feedUser: '' }, dialect: '2018' }),
    ).toEqual({
      outcome: 'installed',
      message: '',
    });
    const [verification, installed] = connector.seen;
    expect(JSON.parse(verification!.body)).not.toContainEqual(expect.objectContaining({ key: 'feedUser' }));
    const event = JSON.parse(installed!.body);
    expect(event).toMatchObject({ eventType: 'connector.installed', platform: 'ha', websiteId: 1 });
    expect(await stateOf(desk.url, 'ha-1')).toMatchObject({
      state: 'installed',
      connectorVersionId: event.connectorVersionId,
      typed: { feedUrl: values.feedUrl },
    });
  });

  it('upgrades by a new version before the old one goes, and uninstalls that', async () => {
    const { connector, desk, json } = await start();
    await json('POST', '/api/install', { website: 'sd-1', values, dialect: '2017' });
    await json('POST', '/api/upgrade', { website: 'sd-1' });
    await json('POST', '/api/uninstall', { website: 'sd-1' });
    const events = connector.seen.filter(({ path, method }) => path === '/webhooks' && method === 'POST');
    const [first, second, old, last] = events.map(({ body }) => JSON.parse(body));
    expect([first, second, old, last].map(({ eventType }) => eventType.replace('connector.', ''))).toEqual([
      ...['installed', 'installed', 'uninstalled', 'uninstalled'],
    ]);
    expect(second.connectorVersionId).not.toBe(first.connectorVersionId);
    expect([old.connectorVersionId, last.connectorVersionId]).toEqual([
      first.connectorVersionId,
      second.connectorVersionId,
    ]);
    const times = [first, second, old, last].map(({ createdAt }) => Date.parse(createdAt));
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(await stateOf(desk.url, 'sd-1')).toMatchObject({ state: 'absent' });
  });

  it('sends no event for what was refused, and says when the event is not taken at once', async () => {
    const refusing = await start(() => ({ body: { isStepValid: false, isValid: false, errors: [] } }));
    await refusing.json('POST', '/api/install', { website: 'ha-1', values, dialect: '2018' });
    expect(refusing.connector.seen.map(({ path }) => path)).toEqual(['/verification']);

    const busy = await start((call) => (call.path === '/webhooks' ? { status: 429, body: {} } : healthy(call)));
    const answer = await busy.json<InstallAnswer>('POST', '/api/install', { website: 'ha-1', values, dialect: '2018' });
    expect(answer).toMatchObject({ outcome: 'pending', callId: 2 });
    expect(await stateOf(busy.desk.url, 'ha-1')).toMatchObject({ state: 'installing' });
    expect((await readState(busy.desk.url)).deliveries[0]).toMatchObject({ state: 'waiting' });
    await busy.json('POST', '/api/stop', { id: 1 });
    await expect.poll(() => stateOf(busy.desk.url, 'ha-1')).toMatchObject({ state: 'failed' });
  });

  it('remembers over a restart what it installed, and never a secret', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    const stateFile = join(folder, 'state', 'desk.json');
    const first = await start(healthy, { stateFile });
    await first.json('POST', '/api/install', { website: 'ha-1', values, dialect: '2018' });
    const before = await stateOf(first.desk.url, 'ha-1');
    expect(readFileSync(stateFile, 'utf8')).not.toContain('merchant-key-1234');
    const second = await start(healthy, { stateFile });
    expect(await stateOf(second.desk.url, 'ha-1')).toEqual(before);
  });

  it('takes over what the connector holds already', async () => {
    const known = { website: 'ha-5', state: 'awaiting' as const, connectorVersionId: null, since: null, catalog: null };
    const { desk } = await start(healthy, { readInstalls: async () => [known] });
    expect(await stateOf(desk.url, 'ha-5')).toMatchObject({ state: 'awaiting' });
    expect(await stateOf(desk.url, 'ha-1')).toMatchObject({ state: 'absent' });
  });
});

it('shows what is asked of the platform, held to no contract of the connector', async () => {
  const listeners: Parameters<NonNullable<DeskOptions['onRestCall']>>[0][] = [];
  const { json } = await start(healthy, { onRestCall: (listener) => void listeners.push(listener) });
  const body = Buffer.from('{"meta":{"status":"fail","message":"Unknown \'tag\' with \'id\' 9."}}');
  listeners[0]!({
    request: { method: 'GET', url: 'http://127.0.0.1:3002/api/2/tag/9', headers: { 'x-api-key': '••••••' } },
    answer: { status: 404, headers: { 'content-type': 'application/json' }, body },
    failure: null,
    milliseconds: 1,
  });
  expect(await json<CallDetail>('GET', '/api/call?id=1')).toMatchObject({
    ...{ endpoint: 'rest-api', path: '/api/2/tag/9', about: "to the platform · Unknown 'tag' with 'id' 9." },
    ...{ violations: [], signature: 'none' },
  });
});
