import { describe, expect, it } from 'vitest';
import { openRestWorld } from '../../platform/rest/rest-world.ts';
import { type ApiKeys, answerRestCall, type RestCall } from '../../platform/rest-api.ts';

const now = Date.UTC(2026, 10, 28, 12);
const keys: ApiKeys = new Map<string, (website: number) => boolean>([
  ['all', () => true],
  ['first', (website) => website === 1],
]);

function ask(
  pathAndQuery: string,
  {
    key = 'all',
    world = openRestWorld(() => now),
    ...more
  }: Partial<RestCall> & { key?: string; world?: ReturnType<typeof openRestWorld> } = {},
) {
  const call = {
    method: 'GET',
    pathAndQuery,
    headers: { 'x-api-key': key, ...more.headers },
    ...('body' in more && { body: more.body! }),
  };
  return JSON.parse(answerRestCall({ ...call, ...(more.method && { method: more.method }) }, keys, world).body);
}
const ids = ({ data }: { data: { id: number }[] }) => data.map(({ id }) => id);

describe('the local platform', () => {
  it('pages by 20, the newest first, with ids and links only', () => {
    const { meta, data, pagination } = ask('/visitor');
    expect(meta).toEqual({ status: 'success' });
    expect(data[0]).toEqual({ id: 120, _link: '/visitor/120' });
    expect(pagination).toEqual({ page: 1, pages: 6, limit: 20, count: 120 });
    expect(ids(ask('/visitor?page=2&limit=50')).at(-1)).toBe(21);
    expect(ask('/visitor?limit=1000').pagination).toMatchObject({ limit: 100, pages: 2 });
    expect(ids(ask('/visitor?page=99'))).toEqual([]);
    expect(ask('/visitor?full=1&limit=1').data[0]).toMatchObject({ id: 120, country: 'France', _link: '/visitor/120' });
  });

  it('is the same each time', () => {
    expect(ask('/conversation?full=1&limit=100')).toEqual(ask('/conversation?full=1&limit=100'));
  });

  it('filters by text with *, by id, by what is null', () => {
    expect(ids(ask('/operator?filters[name]=*AR*'))).toEqual([12, 11, 6, 2, 1]);
    expect(ids(ask('/operator?filters[name]=martin'))).toEqual([11, 1]);
    expect(ids(ask('/operator?filters[name]=mar.in'))).toEqual([]);
    expect(ids(ask('/tag?filters[website_id]=2'))).toEqual([4, 3, 2, 1]);
    expect(ids(ask('/skill?filters[operator_id]=1'))).toEqual([2, 1]);
    const count = (query: string) => ask(`/transaction?${query}`).pagination.count;
    expect(count('filters[conversation_id]=null') + count('filters[conversation_id]=!null')).toBe(150);
    const { visitor_uid } = ask('/conversation/500').data;
    const visitor = ask('/visitor?limit=100&full=1&page=1').data.concat(ask('/visitor?limit=100&full=1&page=2').data);
    const { id } = visitor.find(({ unique_id }: { unique_id: string }) => unique_id === visitor_uid);
    expect(ids(ask(`/conversation?filters[visitor_id]=${id}`))).toContain(500);
  });

  it('takes three months of conversations, and refuses more', () => {
    const full = (query: string) => ask(`/conversation?full=1&limit=100&${query}`);
    expect(full('').pagination.count).toBe(full('filters[to]=2026-11-28 13:00:00').pagination.count);
    expect(full('filters[from]=2026-01-31&filters[to]=2026-04-30').meta.status).toBe('success');
    expect(full('filters[from]=2026-01-31&filters[to]=2026-05-01').meta).toEqual({
      ...{ status: 'fail', message: "The period from 'from' to 'to' is over 3 months." },
    });
    const { data } = full('filters[from]=2026-02-01');
    expect(
      data.every(
        ({ created_at }: { created_at: string }) => created_at >= '2026-02-01' && created_at <= '2026-05-01 00:00:00',
      ),
    ).toBe(true);
  });

  it('shows what the owner of the key has a right on', () => {
    expect(ids(ask('/website', { key: 'first' }))).toEqual([1]);
    expect(ask('/website/2', { key: 'first' }).meta).toEqual({
      status: 'fail',
      message: "Unknown 'website' with 'id' 2.",
    });
    expect(ask('/website/77').data).toMatchObject({ id: 77 });
    const seen = ask('/conversation?full=1&limit=100', { key: 'first' }).data;
    expect(new Set(seen.map(({ website_id }: { website_id: number }) => website_id))).toEqual(new Set([1]));
    expect(ask('/operator', { key: 'another' }).meta).toEqual({ status: 'error', message: 'Forbidden' });
  });

  it.each([
    ['GET', '/operator/99', '', "Unknown 'operator' with 'id' 99."],
    ['GET', '/operator/99/live', '', "Unknown 'operator' with 'id' 99."],
    ['GET', '/nothing', '', 'Unknown resource.'],
    ['POST', '/conversation', '', 'Unknown resource.'],
    ['GET', '/operator?filters[connected]=maybe', '', "Value of field 'connected' is not valid."],
    ['POST', '/operator', 'name=x', "Field 'email' is missing."],
    ['PUT', '/operator/1', 'chat_enabled=perhaps', "Value of field 'chat_enabled' is not valid."],
    ['POST', '/odigocallback/pickup', 'website_id=1', "Field 'operator_external_id' is missing."],
    [
      'POST',
      '/odigocallback/hangup',
      'operator_external_id=x&website_id=1&phone_number=1',
      "Unknown 'operator' with 'external_id' x.",
    ],
    ['GET', '/statistic', '', "Field 'indicators' is missing."],
    [
      'GET',
      '/statistic?filters[indicators]=contact_number,conversion_rate&filters[granularity]=day',
      '',
      "Value of field 'granularity' is not valid.",
    ],
  ])('refuses %s %s %s in the words of the documentation', (method, path, body, message) => {
    expect(ask(path, { method, body }).meta).toEqual({ status: 'fail', message });
  });

  it('keeps what is written, as a form or as JSON', () => {
    const world = openRestWorld(() => now);
    const headers = { 'content-type': 'application/json' };
    const made = ask('/skill', { world, method: 'POST', headers, body: '{"name":"Tents","parent_id":3}' });
    expect(made.data).toMatchObject({
      id: 6,
      name: 'Tents',
      parent_id: 3,
      created_at: '2026-11-28 13:00:00',
      _link: '/skill/6',
    });
    expect(ask('/skill/6', { world, method: 'PUT', body: 'name=Huts&id=1&odd=1' }).data).toMatchObject({
      id: 6,
      name: 'Huts',
    });
    expect(ask('/skill/6', { world }).data).not.toHaveProperty('odd');
    expect(ask('/skill/6', { world, method: 'DELETE' })).toEqual({ meta: { status: 'success' } });
    expect(ask('/skill/6', { world }).meta.status).toBe('fail');
    expect(ask('/skill', { world, method: 'POST', headers, body: '{' }).meta).toEqual({
      status: 'fail',
      message: 'The body is not valid.',
    });
  });

  it('counts in reports, by resource and by day', () => {
    const from = 'filters[from]=2026-11-01';
    const { data } = ask(`/statistic?${from}&filters[indicators]=contact_number,conversion_rate`);
    expect(data.contact_number).toBe(ask(`/conversation?${from}`).pagination.count);
    expect(data.conversion_rate).toBeLessThan(1);
    const byOperator = ask(`/statistic?${from}&filters[indicators]=contact_number&filters[resource]=operator`).data;
    const sum = Object.values<{ contact_number: number }>(byOperator).reduce(
      (all, each) => all + each.contact_number,
      0,
    );
    expect(sum).toBe(data.contact_number);
    const byDay = ask(`/statistic?${from}&filters[indicators]=contact_number&filters[granularity]=day`).data
      .contact_number;
    expect(Object.keys(byDay).every((day) => /^2026-11-\d\d$/.test(day))).toBe(true);
  });
});
