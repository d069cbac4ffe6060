import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sign } from '../../connector/endpoint/signature.ts';
import type { Website } from '../../connector/website.ts';
import { catalogReady } from '../../dev/catalog-ready.ts';
import { type LocalRun, startLocalRun } from '../../dev/local-run.ts';
import { sampleValues } from '../../dev/sample-values.ts';
import { localApiKey } from '../../dev/shop-server.ts';
import { type EventType, exampleEvent } from '../../platform/events.ts';
import { type Exchange, exchange } from '../../platform/exchange.ts';
import {
  checkAvailability,
  checkHealth,
  listCategories,
  listProducts,
  type ProductParameters,
  signedGet,
  signedPost,
  verifyParameters,
} from '../../platform/platform-client.ts';
import { deliverEvent, encodeEvent } from '../../platform/webhook-delivery.ts';

/** One merchant's story over HTTP, on the very bundles that deploy. The tests follow one another. */
const website = 'ha-1' as Website;
const [firstVersion, secondVersion] = [randomUUID(), randomUUID()];
let run: LocalRun;

beforeAll(async () => {
  run = await startLocalRun({ assembly: inject('assembly'), secret: 'end-to-end-secret' });
});
afterAll(() => run?.close());

const statusOf = ({ answer, failure }: Exchange) => answer?.status ?? failure;
const json = ({ answer }: Exchange) => JSON.parse(String(answer?.body));
const search = async (searchQuery: string, others: ProductParameters = {}) =>
  json(await listProducts(run.connector, { idWebsite: website, searchQuery, ...others })) as Record<string, unknown>[];
const titles = async (text: string) => (await search(text)).map(({ title }) => title);
const verify = (typed: Record<string, string | boolean>, dialect?: '2017' | '2018') =>
  verifyParameters(run.connector, { websiteId: 'HA-1', iadvizeApiKey: localApiKey, ...typed }, dialect);
const deliver = (type: EventType, connectorVersionId: string, createdAt = new Date()) =>
  deliverEvent(run.connector, exampleEvent(type, { website, connectorVersionId, createdAt }), { timeScale: 0 });

async function deliveredStatus(...event: Parameters<typeof deliver>) {
  return (await deliver(...event)).map(statusOf);
}

describe('before anyone installs it', () => {
  it('is healthy and available without a signature', async () => {
    const health = await checkHealth(run.connector);
    expect([statusOf(health), json(health)]).toEqual([200, { status: 'UP' }]);
    expect(statusOf(await checkAvailability(run.connector))).toBe(200);
  });

  it('knows no website', async () => {
    const unknown = await listProducts(run.connector, { idWebsite: website });
    expect([statusOf(unknown), json(unknown).code]).toEqual([404, 'unknown_website']);
    expect(unknown.answer?.headers['content-type']).toBe('application/problem+json');
  });
});

describe('the installation', () => {
  it('is refused with the parameter to mend, in the dialect of the request', async () => {
    const wrongFeed = json(await verify({ feedUrl: `${run.shopUrl}/nowhere.xml` }));
    expect(wrongFeed).toMatchObject({ isStepValid: false, errors: [{ parameterKey: 'feedUrl' }] });
    const wrongKey = json(await verify({ ...sampleValues(run), iadvizeApiKey: 'wrong' }));
    expect(wrongKey).toMatchObject({ isStepValid: false, errors: [{ parameterKey: 'iadvizeApiKey' }] });
    const notTheirs = json(await verify({ ...sampleValues(run), websiteId: 'ha-1000000' }, '2017'));
    expect(notTheirs).toMatchObject({ isValid: false, fields: [{ message: expect.any(String) }] });
    expect(json(await verify({ feedUrl: 'not a url' }, '2017'))).toMatchObject({ fields: [{ id: 'feedUrl' }] });
  });

  it('is verified, then done by the event', async () => {
    expect(json(await verify({ ...sampleValues(run) }))).toMatchObject({
      isStepValid: true,
      isValid: true,
      errors: [],
    });
    expect(statusOf(await listProducts(run.connector, { idWebsite: website }))).toBe(404);
    expect(await deliveredStatus('connector.installed', firstVersion)).toEqual([200]);
    await catalogReady(run.connector, website);
    expect(statusOf(await listProducts(run.connector, { idWebsite: website }))).toBe(200);
  });
});

describe('the catalog', () => {
  it('is a tree of three levels, parents before their children', async () => {
    const categories: { id: string; idParent: string | null; label: string; productsCount: number }[] = json(
      await listCategories(run.connector, { idWebsite: website }),
    );
    const depth = new Map<string, number>();
    for (const { id, idParent } of categories) depth.set(id, idParent === null ? 1 : depth.get(idParent)! + 1);
    expect(Math.max(...depth.values())).toBe(3);
    const roots = json(await listCategories(run.connector, { idWebsite: website, idParent: '' }));
    expect(roots.map(({ label }: { label: string }) => label).sort()).toEqual(['Bivouac', 'Café et thé', 'Randonnée']);
    const coffee = categories.find(({ label }) => label === 'Café et thé')!;
    const children = json(await listCategories(run.connector, { idWebsite: website, idParent: coffee.id }));
    expect(children).toEqual(categories.filter(({ idParent }) => idParent === coffee.id));
    const inCoffee = await listProducts(run.connector, { idWebsite: website, idCategory: coffee.id, limit: 100 });
    expect(json(inCoffee)).toHaveLength(coffee.productsCount);
  });

  it('is read page by page without repeating or skipping', async () => {
    const page = async (offset: number) =>
      json(await listProducts(run.connector, { idWebsite: website, limit: 20, offset })).map(
        ({ id }: { id: string }) => id,
      );
    const ids = [...(await page(0)), ...(await page(20)), ...(await page(40)), ...(await page(60))];
    const whole = json(await listProducts(run.connector, { idWebsite: website, limit: 100 }));
    expect(ids).toEqual(whole.map(({ id }: { id: string }) => id));
    expect(new Set(ids).size).toBe(60);
    expect(await page(1000)).toEqual([]);
  });

  it('is searched without accents, with a typo, by reference and within a category', async () => {
    const presses = await titles('cafetière');
    expect(presses).toContain('Cafetière à piston de voyage');
    expect(await titles('CAFETIERE')).toEqual(presses);
    expect(await titles('chausettes merinos')).toContain('Chaussettes en mérinos Grand Air');
    expect((await titles('PRE-03'))[0]).toBe('Cafetière à piston de voyage');
    const categories = json(await listCategories(run.connector, { idWebsite: website }));
    const idCategory = categories.find(({ label }: { label: string }) => label === 'Bivouac').id;
    expect((await search('étoile', { idCategory })).map(({ id }) => id)).toEqual(['TEN-01']);
    expect(await search('cafetière italienne', { idCategory })).toEqual([]);
    const older = await signedGet(run.connector, '/products', `idWebsite=ha-1&search[default][contains]=moka`);
    expect(json(older).length).toBeGreaterThan(0);
  });

  it('shows a sale only while it is on', async () => {
    const priceOf = async (id: string) => {
      const { priceCatalog, pricePromotion } = (await search(id)).find((product) => product.id === id)!;
      return [priceCatalog, pricePromotion];
    };
    expect(await priceOf('SAC-02')).toEqual(['139,00 €', '109,00 €']);
    expect(await priceOf('CHO-02')).toEqual(['24,90 €', null]);
    expect(await priceOf('VET-03')).toEqual(['229,00 €', null]);
  });
});

describe('what is not as it should be', () => {
  it('is 401 when the signature is wrong, and says no more', async () => {
    const wrong = sign('idWebsite=ha-1', 'another secret');
    const get = await signedGet(run.connector, '/products', 'idWebsite=ha-1', wrong);
    expect([statusOf(get), json(get).code]).toEqual([401, 'invalid_signature']);
    const body = Buffer.from('[]');
    const post = await signedPost(run.connector, '/verification', body, 'application/json', {
      'x-iadvize-signature': sign('[ ]', run.connector.secret),
    });
    expect(statusOf(post)).toBe(401);
  });

  it('is 400 for garbage, 413 for too much, 415 for another type', async () => {
    const post = async (body: Buffer, type = 'application/json') =>
      statusOf(await signedPost(run.connector, '/webhooks', body, type));
    expect(await post(Buffer.from('{"eventType":'))).toBe(400);
    expect(await post(Buffer.from([0xff, 0xfe, 0x00]), 'application/x-www-form-urlencoded')).toBe(400);
    expect(await post(Buffer.alloc(256 * 1024 + 1, ' '))).toBe(413);
    expect(await post(Buffer.from('<event/>'), 'text/xml')).toBe(415);
    const field = json(await listProducts(run.connector, { idWebsite: website, limit: 0 }));
    expect(field).toMatchObject({ status: 400, code: 'invalid_request', field: 'limit' });
  });

  it('is 404 in the words of the gateway where there is no route', async () => {
    const nowhere = await exchange({ method: 'GET', url: `${run.connector.url}/nowhere`, headers: {} });
    expect([statusOf(nowhere), json(nowhere)]).toEqual([404, { message: 'Not Found' }]);
  });
});

describe('webhooks', () => {
  it('arrive as forms too, which reach the function in base64', async () => {
    const event = exampleEvent('conversation.chat.started', { website });
    const { body, contentType } = encodeEvent(event, 'form');
    expect(statusOf(await signedPost(run.connector, '/webhooks', body, contentType))).toBe(200);
    const wrong = { 'x-iadvize-signature': sign('eventType=other', run.connector.secret) };
    expect(statusOf(await signedPost(run.connector, '/webhooks', body, contentType, wrong))).toBe(401);
  });
});

describe('the end', () => {
  it('does not come from a late uninstall of the version before', async () => {
    expect(await deliveredStatus('connector.installed', secondVersion)).toEqual([200]);
    expect(await deliveredStatus('connector.uninstalled', firstVersion)).toEqual([200]);
    expect(statusOf(await listProducts(run.connector, { idWebsite: website }))).toBe(200);
  });

  it('comes with the uninstall, at once, and a replay does not undo it', async () => {
    const installed = new Date();
    expect(await deliveredStatus('connector.uninstalled', secondVersion)).toEqual([200]);
    expect(statusOf(await listProducts(run.connector, { idWebsite: website }))).toBe(404);
    expect(await deliveredStatus('connector.installed', secondVersion, installed)).toEqual([200]);
    expect(statusOf(await listCategories(run.connector, { idWebsite: website }))).toBe(404);
  });

  it('is followed by a reinstall that serves again', async () => {
    expect(json(await verify({ ...sampleValues(run) }))).toMatchObject({ isStepValid: true });
    expect(await deliveredStatus('connector.installed', secondVersion)).toEqual([200]);
    await catalogReady(run.connector, website);
    expect((await titles('moka')).length).toBeGreaterThan(0);
  });
});
