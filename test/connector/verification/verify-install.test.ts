import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Credentials, Shop, ShopForm } from '../../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { variables } from '../../../connector/environment.ts';
import { Problem, ShopFailure } from '../../../connector/errors.ts';
import { installParameters } from '../../../connector/verification/install-parameters.ts';
import { keptKey } from '../../../connector/verification/kept-key.ts';
import { type App, verifyInstall } from '../../../connector/verification/verify-install.ts';
import { answerRestCall } from '../../../platform/rest-api.ts';

/** A shop that opens to the password `sesame`. */
const verified: Shop[] = [];
let openShop: (shop: Shop) => string;
const source: ShopForm = {
  parameters: [
    {
      key: 'shop',
      label: 'Shop',
      type: 'text',
      required: true,
      secret: false,
      help: 'Its name.',
      schema: z.string().check(z.trim(), z.regex(/^[a-z]+$/, 'Expected lower-case letters.')),
    },
    {
      key: 'password',
      label: 'Password',
      type: 'text',
      required: false,
      secret: true,
      help: 'Its password.',
      schema: z.string('Expected a text.'),
    },
  ],
  async verify(shop) {
    verified.push(shop);
    return openShop(shop);
  },
};
const proved: App = { config: { name: 'Test', locale: 'fr-FR', websites: 'proved' }, source };
const listed: App = { config: { ...proved.config, websites: ['HA-7'] }, source };

let platform: Server;
let platformDown = false;

beforeAll(async () => {
  const keys = new Map([['key-of-7', (website: number) => website === 7]]);
  platform = createServer((request, response) => {
    if (platformDown) return request.socket.destroy();
    const { status, contentType, body } = answerRestCall(
      { method: request.method!, pathAndQuery: request.url!.replace('/api/2', ''), headers: request.headers },
      keys,
    );
    response.writeHead(status, { 'content-type': contentType }).end(body);
  });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(platform.address() as AddressInfo).port}`;
  process.env[variables.localIadvizeApi] = `http://${host}/api/2`;
  process.env[variables.localShops] = host;
});

afterAll(() => {
  delete process.env[variables.localIadvizeApi];
  delete process.env[variables.localShops];
  platform.close();
});

beforeEach(() => {
  verified.length = 0;
  platformDown = false;
  openShop = () => '3 products.';
});

const typed = { websiteId: ' HA-7 ', iadvizeApiKey: 'key-of-7', shop: 'atelier' };

function verify(parameters: Record<string, string | boolean>, app = proved, byOperator = false) {
  const call = { deadline: deadlineIn(10_000), count: () => {}, byOperator };
  return verifyInstall(app, new Map(Object.entries(parameters)), call);
}

async function codes(parameters: Record<string, string | boolean>, app = proved) {
  const result = await verify(parameters, app);
  return result.valid ? 'valid' : result.errors.map(({ parameterKey, code }) => `${parameterKey}: ${code}`);
}

describe('the fields of the form', () => {
  it('are the website, its proof, then the source’s own; a private app asks for no proof', () => {
    const keys = (app: App) => installParameters(app).map(({ key }) => key);
    expect(keys(proved)).toEqual(['websiteId', 'iadvizeApiKey', 'shop', 'password']);
    expect(keys(listed)).toEqual(['websiteId', 'shop', 'password']);
    expect(keys({ ...listed, keptKey })).toEqual(['websiteId', 'iadvizeApiKey', 'shop', 'password']);
    const [, asked] = installParameters({ ...proved, keptKey });
    expect(asked!.help).toContain('kept encrypted until you uninstall');
    expect(asked!.help).not.toContain('never stored');
  });

  it('are named one by one when missing or malformed, and no call is made for them', async () => {
    expect(await codes({})).toEqual(['websiteId: missing', 'iadvizeApiKey: missing', 'shop: missing']);
    expect(await codes({ ...typed, websiteId: 'ha_7', shop: 'NO!', password: true })).toEqual([
      'websiteId: malformed',
      'shop: malformed',
      'password: malformed',
    ]);
    expect(verified).toEqual([]);
  });

  it('say what was expected', async () => {
    const result = await verify({ ...typed, websiteId: '7' });
    expect(result).toMatchObject({
      errors: [{ message: 'Website ID is not valid. Expected the form ha-123 or sd-123.' }],
    });
  });

  it('that nobody declared are ignored', async () => {
    expect(await codes({ ...typed, colour: 'red' })).toBe('valid');
  });
});

describe('a website', () => {
  it('must be opened by the key of a private app, too, where the app keeps it', async () => {
    const own = { ...listed, config: { ...listed.config, websites: ['ha-7'] }, keptKey };
    expect(await codes({ ...typed, websiteId: 'ha-8' }, own)).toEqual(['websiteId: website_not_allowed']);
    expect(await codes(typed, own)).toBe('valid');
    expect(await codes({ ...typed, iadvizeApiKey: 'guess' }, own)).toEqual(['iadvizeApiKey: wrong_api_key']);
  });

  it('is accepted when the key opens it on the platform; the key goes no further', async () => {
    const result = await verify(typed);
    expect(result).toEqual({
      valid: true,
      website: 'ha-7',
      credentials: { shop: 'atelier' } satisfies Credentials,
      message: '3 products.',
    });
    expect(JSON.stringify(verified.map(({ credentials, cacheKey }) => [credentials, cacheKey]))).not.toContain(
      'key-of-7',
    );
  });

  it('is refused when the key does not open it, or is wrong, before the shop is called', async () => {
    expect(await codes({ ...typed, websiteId: 'ha-8' })).toEqual(['websiteId: website_not_yours']);
    expect(await codes({ ...typed, iadvizeApiKey: 'guess' })).toEqual(['iadvizeApiKey: wrong_api_key']);
    expect(verified).toEqual([]);
  });

  it('that the platform cannot vouch for now is a fault, not an answer', async () => {
    platformDown = true;
    await expect(verify(typed)).rejects.toThrow(Problem);
    expect(verified).toEqual([]);
  });

  it('must stand in a private app’s list, however it is spelled there', async () => {
    expect(await codes({ websiteId: 'ha-7', shop: 'atelier' }, listed)).toBe('valid');
    expect(await codes({ websiteId: 'ha-8', shop: 'atelier' }, listed)).toEqual(['websiteId: website_not_allowed']);
  });

  it('needs no proof from an operator', async () => {
    expect(await verify({ websiteId: 'ha-8', shop: 'atelier' }, proved, true)).toMatchObject({
      valid: true,
      website: 'ha-8',
      credentials: { shop: 'atelier' },
    });
  });
});

describe('the shop', () => {
  it('that fails is the merchant’s to mend: the reason, beside the field that the source names', async () => {
    openShop = () => {
      throw new ShopFailure('wrong_credentials', 'The shop refused access.', { parameter: 'password' });
    };
    expect(await verify(typed)).toEqual({
      valid: false,
      errors: [{ code: 'wrong_credentials', parameterKey: 'password', message: 'The shop refused access.' }],
    });
  });

  it('whose failure names no field is shown beside the first one of the source', async () => {
    openShop = () => {
      throw new ShopFailure('too_slow', 'The shop did not answer in time.');
    };
    expect(await codes(typed)).toEqual(['shop: too_slow']);
  });

  it('whose source breaks is a fault of ours', async () => {
    openShop = () => {
      throw new TypeError('undefined is not a function');
    };
    await expect(verify(typed)).rejects.toThrow(TypeError);
  });

  it('gets less time than the call has, so that what it proved can still be stored', async () => {
    await verify(typed);
    expect(verified[0]!.deadline.remaining()).toBeLessThanOrEqual(6_000);
  });
});

it('refuses settings that are too large to seal, naming the longest', async () => {
  const password = 'x'.repeat(4_200);
  const result = await verify({ ...typed, password });
  expect(result).toMatchObject({ valid: false, errors: [{ code: 'too_long', parameterKey: 'password' }] });
  expect(JSON.stringify(result)).not.toContain(password);
  expect(verified).toEqual([]);
});
