import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { variables } from '../../connector/environment.ts';
import { jsonShop } from '../../docs/examples/json-shop.ts';
import { gatewayCall } from '../helpers/gateway-call.ts';
import { useLocalAws } from '../helpers/local-aws.ts';
import { setVariables } from '../helpers/variables.ts';

vi.mock('#connector.config', async () => ({
  source: (await import('../../docs/examples/json-shop.ts')).jsonShop,
}));

const secret = 'the secret';
const called: string[] = [];
const lines: string[] = [];
const closers: (() => unknown)[] = [];
let handler: typeof import('../../functions/options.ts')['handler'];

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  closers.push(setVariables({ [variables.metricNamespace]: 'test' }));
  const onCall = (service: string, operation: string) => {
    called.push(`${service} ${operation}`);
    return 'pass' as const;
  };
  closers.push((await useLocalAws({ secret, onCall })).close);
  ({ handler } = await import('../../functions/options.ts'));
});
afterAll(async () => {
  vi.restoreAllMocks();
  for (const close of closers) await close();
});

const ask = async (query: string, { key = 'shown', by = secret as string | null } = {}) => {
  const call = gatewayCall({ query, ...(by !== null && { secret: by }) });
  const { statusCode, headers, body } = await handler({ ...call, routeKey: `GET /options/${key}` });
  return { status: statusCode, type: headers?.['content-type'], body: JSON.parse(String(body)) };
};

it('answers the list of a website that is not installed, and reads nothing but the secret', async () => {
  const { parameters } = jsonShop;
  expect(await ask('idWebsite=HA-123&invented=1')).toEqual({
    status: 200,
    type: 'application/json; charset=utf-8',
    body: parameters.find((each) => each.type === 'selectpicker')?.options,
  });
  expect([...new Set(called)]).toEqual(['secretsmanager GetSecretValue']);
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ route: 'GET /options/shown', status: 200, website: 'ha-123' });
});

it('refuses a call that is not signed, or signed by another secret, whatever it asks', async () => {
  for (const by of [null, 'another']) {
    expect(await ask('', { by })).toMatchObject({ status: 401, body: { code: 'invalid_signature' } });
  }
});

it.each(['', 'idWebsite=', 'idWebsite=1', 'idWebsite=ha-1&idWebsite=ha-2'])('names idWebsite for %j', async (query) => {
  expect(await ask(query)).toMatchObject({ status: 400, body: { code: 'invalid_request', field: 'idWebsite' } });
});

it('takes a route of no list for a fault of ours', async () => {
  expect(await ask('idWebsite=ha-1', { key: 'catalogUrl' })).toMatchObject({ status: 503 });
  expect(lines.at(-1)).toContain('no list for GET /options/catalogUrl');
});
