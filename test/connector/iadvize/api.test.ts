import { inspect } from 'node:util';
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { IadvizeApiError } from '../../../connector/iadvize/api-error.ts';
import type { IadvizeApi, IadvizeEntry, Id } from '../../../connector/iadvize/api-types.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { closedShop, closeShops, startRawShop } from '../../helpers/hostile-shop.ts';
import { all, key, openApi, startRestPlatform, startScriptedPlatform } from '../../helpers/rest-platform.ts';
import { watchSockets } from '../../helpers/watched-sockets.ts';

afterEach(async () => {
  vi.restoreAllMocks();
  await closeShops();
});

const says = (body: unknown, status = 200) =>
  startScriptedPlatform((_, response) => {
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
const success = (data?: unknown, more = {}) => ({ meta: { status: 'success' }, data, ...more });
const failure = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: IadvizeApiError) => error,
  );

describe('reading', () => {
  it('lists entry after entry over all pages, with their fields when asked for', async () => {
    const { api, asked } = await startRestPlatform();
    const pages: number[] = [];
    const options = { full: true, limit: 5, onPage: ({ page }: { page: number }) => void pages.push(page) };
    const operators = await all(api.operator.list({}, options));
    expect(operators.map(({ id }) => id)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(operators[11]).toMatchObject({ first_name: 'Julie', roles: ['admin'], chat_enabled: true, group_id: 1 });
    expect(pages).toEqual([1, 2, 3]);
    expect(asked[0]!.request.url).toMatch(/\/api\/2\/operator\?full=1&limit=5&page=1$/);
  });

  it('asks for a page only when it is needed', async () => {
    const { api, asked } = await startRestPlatform();
    for await (const { id } of api.operator.list({}, { limit: 5 })) if (id === 8) break;
    expect(asked).toHaveLength(1);
  });

  it('promises ids only when nothing else is asked for', async () => {
    const { api } = await startRestPlatform();
    expect(await all(api.group.list({ parent_id: 1 }))).toEqual([{ id: 4 }, { id: 3 }]);
  });

  it('sends filters as they are documented', async () => {
    const { api, asked } = await startRestPlatform();
    await all(api.operator.list({ name: '*ar ti&n*', connected: true, website_id: 1 }));
    await all(
      api.transaction.list({ conversation_id: '!null', from: new Date('2026-02-16T10:24:23Z'), to: '2026-03-01' }),
    );
    await all(api.transaction.list({ conversation_id: null }));
    await api.statistic.read({ website_list: [1, 2], indicators: ['contact_number', 'conversion_rate'] });
    const queries = asked.map(({ request }) => request.url.replace(/.*\?/, '').replace(/&?limit=.*/, ''));
    expect(queries).toEqual([
      'filters[name]=*ar%20ti%26n*&filters[connected]=1&filters[website_id]=1',
      'filters[conversation_id]=!null&filters[from]=2026-02-16%2011%3A24%3A23&filters[to]=2026-03-01',
      'filters[conversation_id]=null',
      'filters[website_list]=1%2C2&filters[indicators]=contact_number%2Cconversion_rate',
    ]);
  });

  it('gets one entry, its dates as Dates', async () => {
    const { api, world } = await startRestPlatform();
    const conversation = await api.conversation.get(500);
    expect(conversation).toMatchObject({ id: 500, channel: 'chat', rule_id: 100 });
    const text = String(world.rows.get('conversation')!.get(500)!.created_at);
    expect(conversation.created_at!.toISOString()).toBe(new Date(`${text.replace(' ', 'T')}+01:00`).toISOString());
  });

  it('knows the parts of an operator', async () => {
    const { api } = await startRestPlatform();
    const connected = await all(api.operator.live.list({ connected: true }));
    expect(connected.map(({ id }) => id)).toEqual([1, 3, 5, 7, 9, 11]);
    expect(await api.operator.live.get(1)).toMatchObject({
      connected: true,
      chat: { available: true, slot_max_number: 3 },
    });
    expect(await api.operator.statistic.get(1)).toMatchObject({ id: 1, satisfaction_global_rate: 0.71 });
    expect(await api.operator.profile.get(1)).toMatchObject({ user_id: 1, city: 'Nantes' });
  });

  it('reads numbers that are texts, flags that are numbers, lists that are texts, and leaves out the rest', async () => {
    const odd = {
      ...{ id: '12', name: 7, chat_enabled: 1, call_enabled: '0', video_enabled: 'perhaps', chat_max_number: '4' },
      ...{
        website_list: '1, 2',
        skill_list: [3, '4', 'x', null],
        roles: null,
        role: 'owner',
        group_id: 1.5,
        __proto__: 1,
        more: 1,
      },
    };
    const { api } = await says(success(odd));
    expect(await api.operator.get(12)).toEqual({
      ...{ id: 12, name: '7', chat_enabled: true, call_enabled: false, chat_max_number: 4, website_list: [1, 2] },
      ...{ skill_list: [3, 4], role: 'owner' },
    });
  });

  it('reads whatever the HTTP status', async () => {
    for (const status of [200, 401, 404]) {
      const { api } = await says(success({ id: 1 }), status);
      expect(await api.client.get(1)).toEqual({ id: 1 });
    }
  });

  it('repeats a read once after a passing failure', async () => {
    let calls = 0;
    const { api } = await startScriptedPlatform((request, response) => {
      calls += 1;
      if (calls === 1) request.socket.destroy();
      else response.end(JSON.stringify(success({ id: 1 })));
    });
    expect(await api.client.get(1)).toEqual({ id: 1 });
    expect(calls).toBe(2);
  });
});

describe('the key', () => {
  it.each([
    ['header', { 'x-api-key': key }],
    ['basic', { authorization: `Basic ${Buffer.from(`${key}:x`).toString('base64')}` }],
  ] as const)('goes by %s, and stands in no URL', async (sendKeyAs, headers) => {
    const { asked } = await says(success({ id: 1 }));
    await openApi({ sendKeyAs }).client.get(1);
    expect(asked[0]).toMatchObject({ url: '/api/2/client/1', headers });
    expect(Object.keys(asked[0]!.headers).filter((name) => /key|auth/.test(name))).toHaveLength(1);
  });

  it('goes as a parameter when that is chosen', async () => {
    const { asked } = await says(success([]));
    await all(openApi({ sendKeyAs: 'query', key: 'a&b=%' }).client.list());
    expect(asked[0]!.url).toBe('/api/2/client?limit=100&page=1&key=a%26b%3D%25');
    expect(asked[0]!.headers).not.toHaveProperty('x-api-key');
  });

  it.each(['', 'two words', 'line\r\nx: 1', 'x'.repeat(257)])(
    'is none when it is %j, and nothing is sent',
    (apiKey) => {
      expect(() => openApi({ key: apiKey })).toThrow(IadvizeApiError);
    },
  );

  it('cannot hold a colon where that would end it', () => {
    expect(() => openApi({ key: 'a:b', sendKeyAs: 'basic' })).toThrow('Basic authentication ends a key at its colon');
  });
});

describe('errors', () => {
  it.each([
    ['fail', "Unknown 'operator' with 'id' 456.", 'operator', 456],
    ['error', 'Forbidden', 'operator', 1],
  ] as const)('%s has the words of the platform: %s', async (reason, message, name, id) => {
    await startRestPlatform();
    const api = openApi(reason === 'error' ? { key: 'another' } : {});
    expect(await failure(api[name].get(id))).toMatchObject({ name: 'IadvizeApiError', reason, message });
  });

  it.each([key, encodeURIComponent(key), Buffer.from(key).toString('base64')])(
    'keep the key out when the platform repeats it: %s',
    async (spelling) => {
      const { api } = await says({ meta: { status: 'error', message: `No such key: ${spelling}` } });
      const error = await failure(api.client.get(1));
      expect(error).toMatchObject({ reason: 'error', message: 'iAdvize answered error.' });
    },
  );

  it('put what the platform says on one short line', async () => {
    const { api } = await says({ meta: { status: 'fail', message: `a\r\n\u202eb\u0000${'c'.repeat(1000)}` } });
    expect((await failure(api.client.get(1)))!.message).toMatch(/^a b c{496}$/);
  });

  it.each([
    ...['', 'null', '[]', '<html>', `{"key":"${key}"`, {}, { meta: {} }, { meta: { status: 'SUCCESS' } }, success()],
    ...[success([]), success({}), success({ id: 'x' }), success({ id: null })],
  ])('take %j for no answer', async (body) => {
    const { api } = await says(body);
    const error = await failure(api.client.get(1));
    expect(error).toMatchObject({ name: 'IadvizeApiError', reason: 'unreadable' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(key);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is closed', async () => vi.stubEnv('LOCAL_IADVIZE_API_URL', (await closedShop()).url)],
    ['is not on the allow-list', async () => vi.stubEnv('LOCAL_IADVIZE_API_URL', 'http://127.0.0.1:1/api/2')],
    [
      'speaks no HTTP',
      async () => vi.stubEnv('LOCAL_IADVIZE_API_URL', (await startRawShop((socket) => socket.end('hello'))).url),
    ],
    ['is silent', () => startScriptedPlatform(() => {})],
    ['breaks off', () => startScriptedPlatform((_, response) => void response.write('{', () => response.destroy()))],
    [
      'redirects',
      () =>
        startScriptedPlatform((_, response) => void response.writeHead(302, { location: 'https://x.example' }).end()),
    ],
  ])('say that no answer came when the platform %s, and keep the key to themselves', async (_name, prepare) => {
    await prepare();
    for (const sendKeyAs of ['header', 'query', 'basic'] as const) {
      const { deadlineIn } = await import('../../../connector/deadline.ts');
      const error = await failure(openApi({ deadline: deadlineIn(300), sendKeyAs }).client.get(1));
      expect(error).toMatchObject({ name: 'IadvizeApiError', reason: 'no_answer' });
      const everything = inspect(error, { depth: 9, showHidden: true });
      for (const spelling of [key, Buffer.from(key).toString('base64').slice(0, 16)])
        expect(everything).not.toContain(spelling);
    }
  });

  it.each<[RegExp, (api: IadvizeApi) => Promise<unknown>]>([
    [
      /filters\[nam\] is not documented. There is group_id, website_id,/,
      (api) => all(api.operator.list({ nam: 'x' } as object)),
    ],
    [/filters\[connected\] must be true or false/, (api) => all(api.operator.list({ connected: 1 as never }))],
    [
      /filters\[channel\] must be chat, call, video or social/,
      (api) => all(api.conversation.list({ channel: 'fax' as never })),
    ],
    [/from must be a Date/, (api) => all(api.conversation.list({ from: new Date(Number.NaN) }))],
    [/filters\[from\] must be a Date, or YYYY-MM-DD/, (api) => all(api.satisfaction.list({ from: 'yesterday' }))],
    [/filters\[indicators\] must be /, (api) => api.statistic.read({ indicators: ['x' as never] })],
    [/limit must be 1 to 100/, (api) => all(api.client.list({}, { limit: 101 }))],
    [/The id must be a whole number/, (api) => api.client.get('1/../2' as never)],
    [
      /phone_number is missing/,
      (api) => api.odigocallback.hangup({ operator_external_id: 'x', website_id: 1 } as never),
    ],
    [/created is not documented/, (api) => api.group.create({ created: 'x' } as object)],
    [/filters\[group_id\] must be a whole number/, (api) => all(api.operator.list({ group_id: null as never }))],
  ])('name what is not documented before anything is sent: %s', async (message, call) => {
    const { api, asked } = await startRestPlatform();
    const error = await failure(call(api));
    expect(error).toMatchObject({ name: 'IadvizeApiError', reason: 'wrong_use' });
    expect(error!.message).toMatch(message);
    expect(asked).toEqual([]);
  });
});

describe('writing', () => {
  it('creates, updates and deletes', async () => {
    const { api, asked } = await startRestPlatform();
    const created = await api.operator.create({
      name: 'Été & fils',
      email: 'a@b.c',
      skill_list: [1, 2],
      chat_enabled: true,
    });
    expect(created).toMatchObject({ id: 13, name: 'Été & fils', skill_list: [1, 2], chat_enabled: true });
    const { entry } = await api.operator.update(created.id, { name: 'x', skill_list: [], group_id: null });
    expect(entry).toMatchObject({ id: 13, name: 'x', skill_list: [] });
    await api.operator.delete(created.id);
    expect(await failure(api.operator.get(created.id))).toMatchObject({ reason: 'fail' });
    expect(asked.map(({ request }) => [request.method, String(request.body ?? '')])).toEqual([
      ['POST', 'name=%C3%89t%C3%A9%20%26%20fils&email=a%40b.c&skill_list[0]=1&skill_list[1]=2&chat_enabled=1'],
      ['PUT', 'name=x&skill_list=&group_id='],
      ['DELETE', ''],
      ['GET', ''],
    ]);
  });

  it('says which field is missing or not valid, in the words of the platform', async () => {
    const { api } = await startRestPlatform();
    expect(await failure(api.tag.create({}))).toMatchObject({ reason: 'fail', message: "Field 'name' is missing." });
    const taken = api.operator.live.update(1, { connected: true });
    expect(await failure(taken)).toMatchObject({ message: "Value of field 'connected' is not valid." });
  });

  it('sets the availability of an operator', async () => {
    const { api, asked } = await startRestPlatform();
    const { message } = await api.operator.live.update(1, { chat: { available: false } });
    expect(message).toBe('Operator is now unavailable for chat channel.');
    expect(String(asked[0]!.request.body)).toBe('chat[available]=0');
    expect((await api.operator.live.get(1)).chat).toMatchObject({ available: false });
  });

  it('picks up and hangs up a callback by form', async () => {
    const { api, asked } = await startRestPlatform();
    const phone = { operator_external_id: 'agent-1', website_id: 1, phone_number: '0614037735' };
    const picked = await api.odigocallback.pickup(phone);
    expect(picked).toMatchObject({ targeting_rule_id: 107, conversation_id: 501, visitor_phone_number: '0614037735' });
    expect(picked).not.toHaveProperty('skill_id');
    expect(await api.odigocallback.hangup(phone)).toEqual({});
    expect(asked[0]!.request.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(String(asked[0]!.request.body)).toBe('operator_external_id=agent-1&website_id=1&phone_number=0614037735');
  });

  it('never repeats a write, and says that its outcome is not known', async () => {
    const { api, asked } = await startScriptedPlatform((request) => void request.socket.destroy());
    for (const write of [api.group.create({ name: 'x' }), api.group.update(1, { name: 'x' }), api.group.delete(1)]) {
      const error = await failure(write);
      expect(error).toMatchObject({ reason: 'no_answer' });
      expect(error!.message).toMatch(/Whether it did what was asked is not known\.$/);
    }
    expect(asked).toHaveLength(3);
    const failing = await says('', 503);
    expect(await failure(failing.api.group.delete(1))).toMatchObject({ reason: 'unreadable' });
    expect(failing.asked).toHaveLength(1);
  });
});

it('asks the platform of the website, each at its own address', async () => {
  const { lookedUp } = watchSockets();
  for (const id of ['sd-1', 'ha-1']) await failure(openApi({ website: parseWebsite(id)! }).client.get(1));
  expect(lookedUp).toEqual(['www.iadvize.com', 'ha.iadvize.com']);
  expect(() => openApi({ website: parseWebsite('xx-1')! })).toThrow('no documented REST API');
});

it('types ids apart', () => {
  expectTypeOf<number>().toExtend<Id<'operator'>>();
  expectTypeOf<Id<'conversation'>>().not.toExtend<Id<'operator'>>();
  expectTypeOf<IadvizeEntry<'conversation'>['operator_id']>().toEqualTypeOf<Id<'operator'> | undefined>();
  expectTypeOf<Parameters<IadvizeApi['tag']['get']>[0]>().toEqualTypeOf<Id<'tag'>>();
  expectTypeOf<IadvizeApi['tag']>().not.toHaveProperty('delete');
  expectTypeOf<IadvizeApi['callmeeting']>().not.toHaveProperty('get');
});
