import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { deadlineIn } from '../../../connector/deadline.ts';
import { ShopFailure } from '../../../connector/errors.ts';
import { askGraphql, type GraphqlRefusal } from '../../../connector/guarded-http/shop-graphql.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { closeShops, startShop } from '../../helpers/hostile-shop.ts';

const website = parseWebsite('ha-1')!;
const data = z.object({ shop: z.object({ name: z.string() }) });
const document = '{ shop { name } }';

/** What is asked of a shop that says this, and what comes of it; a refusal as it is to be explained. */
async function ask(status: number, body: string | Buffer, headers: Record<string, string> = {}) {
  const asked: string[] = [];
  const { url } = await startShop(async (request, response) => {
    asked.push(String(await buffer(request)));
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
  let refusal: GraphqlRefusal | undefined;
  const explain = (refused: GraphqlRefusal) => {
    refusal = refused;
    return refused.errors.some(({ code }) => code === 'LOCKED')
      ? new ShopFailure('failed', 'The shop is locked.')
      : undefined;
  };
  const request = { url, document, variables: { first: 1 }, data, explain, maxBytes: 10_000 };
  const outcome = await askGraphql(request, { website, deadline: deadlineIn(10_000) }).catch((error) => error);
  return { outcome, refusal, asked };
}

afterEach(closeShops);

describe('a query of an API', () => {
  it('sends document and variables, and gives what the schema names', async () => {
    const { outcome, asked } = await ask(200, '{"data":{"shop":{"name":"Moka","id":1}},"extensions":{}}');
    expect(outcome).toEqual({ shop: { name: 'Moka' } });
    expect(asked.map((body) => JSON.parse(body))).toEqual([{ query: document, variables: { first: 1 } }]);
  });

  it('with errors is no answer, whatever data stand beside them', async () => {
    const errors = [{ message: 'Access denied for secret-1', extensions: { code: 'ACCESS_DENIED' } }];
    const { outcome, refusal } = await ask(200, JSON.stringify({ data: { shop: { name: 'Moka' } }, errors }));
    expect(outcome).toMatchObject({ reason: 'failed' });
    expect(refusal).toMatchObject({ status: 200, errors: [{ message: errors[0]!.message, code: 'ACCESS_DENIED' }] });
    expect(`${outcome.message} ${outcome.cause}`).not.toContain('secret-1');
  });

  it('tells the log its codes, unless they may repeat what was sent', async () => {
    const codes = ['THROTTLED', 'undefinedField', '5ca1ab1e5ca1ab1e', 'token: secret', 'x'.repeat(100)];
    const { outcome } = await ask(200, JSON.stringify({ errors: codes.map((code) => ({ extensions: { code } })) }));
    expect(outcome.cause.message).toBe('Errors of the codes THROTTLED, undefinedField, other, other, other');
  });

  it.each([200, 400, 423])('is explained by the errors of an answer, at %d too', async (status) => {
    const { outcome } = await ask(status, '{"errors":[{"message":"Locked","extensions":{"code":"LOCKED"}}]}');
    expect(outcome).toMatchObject({ message: 'The shop is locked.' });
  });

  it.each([
    ['{"errors":[{}]}', [{ message: '', code: '' }]],
    ['{"errors":[{"message":1,"extensions":{"code":2}}]}', [{ message: '', code: '' }]],
    ['{"errors":"[API] Invalid key"}', []],
    ['<html>', []],
  ])('reads errors as far as they have a form: %s', async (body, errors) => {
    expect((await ask(401, body)).refusal).toMatchObject({ status: 401, errors, isPage: body === '<html>' });
  });

  it('reads a refusal that is packed', async () => {
    const body = gzipSync('{"errors":[{"message":"Locked","extensions":{"code":"LOCKED"}}]}');
    const { outcome } = await ask(423, body, { 'content-encoding': 'gzip' });
    expect(outcome).toMatchObject({ message: 'The shop is locked.' });
  });

  it.each(['{"data":null}', '{"data":{"shop":null}}', '{"errors":[],"data":{}}', '{}'])(
    'with %s is not of this shop',
    async (body) => expect((await ask(200, body)).outcome).toMatchObject({ reason: 'not_a_catalog' }),
  );
});

it('a protection against bots is told as such when its page is packed', async () => {
  const page = gzipSync('<html><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x.js">');
  const { outcome } = await ask(403, page, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
  expect(outcome).toMatchObject({ reason: 'blocked' });
});
