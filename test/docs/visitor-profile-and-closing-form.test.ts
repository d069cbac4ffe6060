import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClosingForm } from '../../connector/plugins/closing-form.ts';
import type { VisitorProfile } from '../../connector/plugins/visitor-profile.ts';
import { answerShopCall } from '../../dev/sample-shop/sample-shop.ts';
import { serveCall } from '../../dev/sample-shop/serve-call.ts';
import { type GatewayCall, gatewayCall } from '../helpers/gateway-call.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { eventOf, json, verificationOf } from '../prove/install-steps.ts';

vi.mock('#connector.config', async () => ({ ...(await import('../fixtures/plugins.config.ts')) }));

const secret = 'secret';
const email = 'camille@example.com';
let connector: InProcessConnector;
let app: { visitorProfile: VisitorProfile; closingForm: ClosingForm };
let handlers: Record<string, (event: never) => Promise<APIGatewayProxyStructuredResultV2>>;
const playShop = (request: IncomingMessage, response: ServerResponse) =>
  void serveCall(answerShopCall, request, response);

beforeAll(async () => {
  connector = await useInProcessConnector({ secret });
  connector.apiKeys.set('key', () => true);
  connector.world.shop = playShop;
  const typed = { websiteId: 'ha-1', iadvizeApiKey: 'key', shopUrl: connector.shopUrl, apiKey: 'sample-key' };
  await connector.call('POST /verification', verificationOf(typed));
  await connector.call('POST /webhooks', eventOf('connector.installed', 'ha-1'));
  app = (await import('#connector.config')) as never;
  handlers = {
    profile: (await import('../../functions/visitor-profile.ts')).handler,
    action: (await import('../../functions/visitor-action.ts')).handler,
    form: (await import('../../functions/closing-form.ts')).handler,
  };
});
beforeEach(() => {
  connector.output.length = 0;
  connector.world.shop = playShop;
});
afterAll(() => connector.close());

async function ask(name: 'profile' | 'action' | 'form', call: GatewayCall) {
  const { statusCode, body } = await handlers[name]!(gatewayCall({ secret, ...call }) as never);
  return [statusCode, JSON.parse(String(body))];
}
const profile = (query: string) => ask('profile', { query });
const click = (body: object, headers = json) => ask('action', { body: JSON.stringify(body), headers });
const form = (query: string) => ask('form', { query });

it.each(['order-history', 'closing-reasons'])('shows %s as it is compiled and run', (name) => {
  const [page, example] = ['docs/visitor-profile-and-closing-form.md', `docs/examples/${name}.ts`].map((path) =>
    readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'),
  );
  expect(page).toContain(`\`\`\`ts\n${example!.trimEnd()}\n\`\`\``);
});

describe('the visitor profile of the example', () => {
  it('shows a customer’s last orders, by email or by the shop’s own id', async () => {
    const [status, fields] = await profile(`idWebsite=ha-1&emailVisitor=${encodeURIComponent(email)}`);
    expect(status).toBe(200);
    expect(fields.map(({ fieldType, value }: { fieldType: string; value: string }) => [fieldType, value])).toEqual([
      ['TEXT', 'Camille Martin'],
      ...Array.from({ length: 3 }, () => ['URL', expect.stringContaining(`${connector.shopUrl}/products/`)]),
      ['ACTION', 'OPEN_CASE:R-1042'],
    ]);
    expect(await profile('idWebsite=ha-1&idVisitorExternal=C-1001')).toEqual([200, fields]);
  });

  it('shows nothing of who is not known', async () => {
    expect(await profile('idWebsite=ha-1')).toEqual([200, []]);
    expect(await profile('idWebsite=ha-1&emailVisitor=someone@else.example')).toEqual([200, []]);
  });

  it('opens a case on a click, the same one however often, and none for what was made up', async () => {
    const click42 = { action: 'OPEN_CASE:R-1042', idWebsite: 'ha-1', idConversation: 'ha-12' };
    const opened = [200, { success: true, message: 'CASE-R-1042 is open.' }];
    expect([await click(click42), await click(click42)]).toEqual([opened, opened]);
    for (const action of ['OPEN_CASE', 'OPEN_CASE:../find', 'CLOSE_CASE', 'toString', '__proto__:x']) {
      expect(await click({ ...click42, action })).toEqual([200, { success: false, message: expect.any(String) }]);
    }
  });

  it('tells the log nothing of the visitor, even where the code of a plugin does', async () => {
    const spied = vi.spyOn(app.visitorProfile, 'fields');
    spied.mockRejectedValueOnce(new Error(`No such: ${email}`, { cause: new Error(encodeURIComponent(email)) }));
    spied.mockImplementationOnce(async (_, shop) => {
      shop.explain?.(new Error(`Told of ${email}`));
      return [];
    });
    for (let calls = 0; calls < 3; calls++) {
      await profile(`idWebsite=ha-1&emailVisitor=${encodeURIComponent(email)}`);
    }
    for (const said of ['No such: …', 'Told of …']) expect(connector.output.join('')).toContain(said);
    expect(connector.output.join('')).toContain('"Fault":1');
    expect(connector.output.join('')).not.toMatch(/camille|Martin/);
  });
});

it('the closing form of the example speaks the agent’s language', async () => {
  const [status, [reason, , phone]] = await form('idWebsite=ha-1&operatorLocale=fr_FR');
  expect([status, reason.label, phone.idParent]).toEqual([200, 'Motif du contact', 'call']);
  expect((await form('idWebsite=ha-1'))[1][0]).toMatchObject({ label: 'Reason of the contact', fieldType: 'SELECT' });
});

describe('as with the product list', () => {
  const calls = {
    profile: (website: string) => profile(`idWebsite=${website}&emailVisitor=${email}`),
    action: (website: string) => click({ action: 'OPEN_CASE:R-1042', idWebsite: website }),
    form: (website: string) => form(`idWebsite=${website}`),
  };

  it('what is not signed is refused, and a website that is not installed is not known', async () => {
    for (const handler of Object.values(handlers)) {
      const unsigned = gatewayCall({ query: 'idWebsite=ha-1', body: '{}', headers: json });
      expect(await handler(unsigned as never)).toMatchObject({ statusCode: 401 });
    }
    for (const call of Object.values(calls)) {
      expect(await call('ha-2')).toMatchObject([404, { code: 'unknown_website' }]);
      expect(await call('ha')).toMatchObject([400, { field: 'idWebsite' }]);
    }
  });

  it('an action is checked in the order 413, 401, 415, 400', async () => {
    const large = ' '.repeat(256 * 1024 + 1);
    const answers = [
      ask('action', { body: large, secret: 'another' }),
      ask('action', { body: '{', secret: 'another', headers: { 'content-type': 'text/plain' } }),
      ask('action', { body: '{', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      ask('action', { body: '{', headers: json }),
    ];
    expect((await Promise.all(answers)).map(([status]) => status)).toEqual([413, 401, 415, 400]);
  });

  it.each([
    [502, 'shop_failed', (response: ServerResponse) => response.writeHead(500).end()],
    [503, 'shop_throttled', (response: ServerResponse) => response.writeHead(429, { 'retry-after': '7' }).end()],
    [502, 'shop_failed', (response: ServerResponse) => response.end('{"name":1}')],
  ])('a shop that fails is %i %s', async (status, code, answer) => {
    connector.world.shop = (_, response) => void answer(response);
    expect(await calls.profile('ha-1')).toMatchObject([status, { code }]);
    expect(await calls.action('ha-1')).toMatchObject([status, { code }]);
    expect(connector.output.join('')).not.toMatch(/camille|Martin/);
  });

  it.each([
    ['profile', [{ id: 'a', label: 'A', value: 'javascript:0', fieldType: 'URL' }], '[0].value must be an absolute'],
    ['profile', [{ id: 'a', label: 'A', value: 'GO', fieldType: 'ACTION' }], '[0].value must begin with the name'],
    ['profile', undefined, 'body must be a list'],
    ['form', [{ id: 'a', label: 'A', fieldType: 'SELECT', isRequired: true }], '[0].options must be options with'],
  ] as const)(
    'a %s that is not as the contract says is a fault of ours, told by its place',
    async (name, fields, says) => {
      const plugin = name === 'profile' ? app.visitorProfile : app.closingForm;
      vi.spyOn(plugin, 'fields').mockResolvedValueOnce(fields as never);
      expect(await calls[name]('ha-1')).toMatchObject([503, { code: 'temporarily_unavailable' }]);
      expect(connector.output.join('')).toContain(says);
      expect(connector.output.join('')).toContain('"Fault":1');
    },
  );
});
