import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selectField } from '../../connector/catalog/select-field.ts';
import { sign } from '../../connector/endpoint/signature.ts';
import type { Website } from '../../connector/website.ts';
import { startDesk } from '../../dev/desk/start-desk.ts';
import type { LocalServer } from '../../dev/local-server.ts';
import { accessibilityFaults, findBrowser, noBrowser, openPage, tabTo } from '../helpers/desk-page.ts';
import { type SeenCall, type StandInAnswer, startStandInConnector } from '../helpers/stand-in-connector.ts';

const browser = await findBrowser();

it('the desk is driven in a browser', ({ skip }) => {
  if (!browser) skip(noBrowser);
});

const product = (id: string, changes: object = {}) => ({
  ...{ id, title: `Product ${id}`, productUrl: `https://shop.invalid/${id}`, brand: null, description: '' },
  ...{ shortDescription: null, available: false, imageUrl: 'https://shop.invalid/a.jpg', reference: null },
  ...{ priceCatalog: '52.00 $', pricePromotion: null, priceSpecial: null, ...changes },
});
const language = selectField({
  key: 'language',
  label: 'Language',
  help: 'What agents read.',
  options: [{ label: 'French', value: 'fr' }],
});
const websites = ['ha-7', 'ha-1'] as Website[];
const page20 = (from: number) => Array.from({ length: 20 }, (_, index) => product(`p${from + index}`));
const problem = (status: number, code: string, headers = {}): StandInAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: { type: 'about:blank', title: 'x', status, detail: 'A detail.', code, requestId: 'r' },
});

describe.runIf(browser)('the desk before a connector that is not as it should be', () => {
  const asked: SeenCall[] = [];
  let connector: LocalServer;
  let desk: LocalServer;
  let page: Page;
  let faults: string[];
  let close: () => Promise<void>;
  let options: () => StandInAnswer;
  let products: (call: SeenCall) => StandInAnswer | Promise<StandInAnswer>;

  beforeAll(async () => {
    connector = await startStandInConnector((call) => {
      asked.push(call);
      if (call.path === '/options/language') return options();
      return call.path === '/products' ? products(call) : { body: call.path === '/categories' ? [] : {} };
    });
    const registered = { name: 'Odd', url: connector.url, secret: 'secret' };
    desk = await startDesk({ port: 0, connector: registered, parameters: [language], websites });
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
    await connector?.close();
  });
  beforeEach(async () => {
    ({ page, faults, close } = await openPage(browser!));
  });
  afterEach(async () => {
    expect(faults).toEqual([]);
    await close();
  });

  const open = () => page.goto(`${desk.url}/desk?website=ha-1&list=open`);
  const tiles = () => page.locator('.tile[data-item]');
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  it('opens at the first of its websites where the URL names none', async () => {
    await page.goto(desk.url);
    await expect.poll(() => page.locator('.top-bar select').inputValue()).toBe('ha-7');
  });

  it('spells out what is against the contract, and shows what can be shown', async () => {
    products = () => ({ body: [product('a', { imageUrl: '/a.jpg', available: 'yes' }), { title: 'No id' }, 7] });
    await open();
    await expect.poll(() => tiles().count()).toBe(1);
    await tiles().getByText('Sold out').waitFor();
    await page.getByText('against the contract').first().waitFor();
    await page.locator('.call-row', { hasText: 'GET /products' }).first().click();
    const violation = page.locator('.violations li', { hasText: 'products[0].imageUrl' });
    await violation.getByText('an absolute http(s) URL').waitFor();
    await violation.getByText('"/a.jpg"').waitFor();
  });

  it('fills a list of the form by a signed call, and asks again after a failure', async () => {
    options = () => problem(503, 'temporarily_unavailable', { 'retry-after': '2' });
    await page.goto(`${desk.url}/marketplace?website=ha-1`);
    await page.getByText('The connector answered 503.').waitFor();
    options = () => ({ body: [] });
    await button('Ask again for Language').click();
    await page.getByText('The connector listed nothing.').waitFor();
    options = () => ({
      body: [{ label: 'Deutsch', value: 'de' }, { label: 'No value' }, { label: 'Français', value: 'fr' }],
    });
    await button('Ask again for Language').click();
    const list = page.getByLabel('Language', { exact: true });
    await expect.poll(() => list.locator('option').allTextContents()).toEqual(['Choose …', 'Deutsch', 'Français']);
    expect(await accessibilityFaults(page)).toEqual([]);

    const { query, headers } = asked.findLast(({ path }) => path === '/options/language')!;
    expect([query.toString(), headers['x-iadvize-signature']]).toEqual([
      'idWebsite=ha-1',
      sign('idWebsite=ha-1', 'secret'),
    ]);
    await page.locator('.call-row', { hasText: 'GET /options/language' }).first().click();
    await page.locator('.violations li', { hasText: 'options[1].value' }).waitFor();

    await tabTo(page, list);
    await page.keyboard.type('Fr');
    await button('Install').click();
    await expect.poll(() => asked.at(-1)?.path).toBe('/verification');
    expect(JSON.parse(asked.at(-1)!.body)).toEqual([{ key: 'language', value: 'fr' }]);
  });

  it('follows no link of another scheme than the web’s', async () => {
    products = () => ({ body: [product('a', { productUrl: 'javascript:alert(1)' })] });
    await open();
    await tiles().click();
    await page.locator('.sent-card').waitFor();
    expect(await page.locator('.sent-card a').count()).toBe(0);
  });

  it('drops the answer to a search that was overtaken', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asked: (string | null)[] = [];
    products = async ({ query }) => {
      const text = query.get('searchQuery');
      asked.push(text);
      if (text === 'a') await held;
      return { body: [product(`for-${text}`)] };
    };
    await open();
    await page.getByRole('searchbox').fill('a');
    await expect.poll(() => asked).toContain('a');
    await page.locator('.list-progress.on').waitFor();
    await page.getByRole('searchbox').fill('ab');
    await page.getByText('Product for-ab').waitFor();
    release();
    await page.locator('.call-row', { hasText: 'searchQuery=a ·' }).waitFor();
    expect(await tiles().allTextContents()).toEqual([expect.stringContaining('Product for-ab')]);
  });

  it('keeps the first page when the second fails, and goes on from there', async () => {
    let fails = true;
    products = ({ query }) => {
      const offset = Number(query.get('offset'));
      if (offset === 0) return { body: page20(0) };
      return fails ? problem(504, 'shop_too_slow') : { body: [product('last')] };
    };
    await open();
    await expect.poll(() => tiles().count()).toBe(20);
    await page.locator('.list-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
    await page.getByText('The shop is too slow').waitFor();
    expect(await tiles().count()).toBe(20);
    fails = false;
    await button('Try again').click();
    await page.locator('.list-end', { hasText: '21 products' }).waitFor();
  });

  it('waits for a catalog that is being prepared, as long as it is asked to', async () => {
    let isReady = false;
    products = () =>
      isReady ? { body: [product('ready')] } : problem(503, 'catalog_not_ready', { 'retry-after': '1' });
    await open();
    await page.getByText('The catalog is being prepared').waitFor();
    isReady = true;
    await tiles().getByText('Product ready').waitFor();
  });

  it.for<[StandInAnswer, title: string, way: string]>([
    [problem(401, 'invalid_signature'), 'Signature refused', 'Try again'],
    [problem(404, 'unknown_website'), 'Not installed', 'Open the marketplace'],
    [problem(409, 'credentials_missing'), 'Awaiting configuration', 'Open the marketplace'],
    [problem(502, 'shop_failed'), 'The shop failed', 'Try again'],
    [problem(504, 'shop_too_slow'), 'The shop is too slow', 'Try again'],
    [problem(503, 'shop_throttled', { 'retry-after': '30' }), 'Try again in 30 s.', 'Try again'],
    [problem(503, 'temporarily_unavailable', { 'retry-after': '2' }), 'Out of order for a moment', 'Try again'],
    [{ status: 500, body: { message: 'Internal Server Error' } }, 'Error 500', 'Try again'],
    [{ body: { products: [] } }, 'Not a list', 'Try again'],
    [{ body: '<html>' }, 'Not a list', 'Try again'],
  ])('tells the agent what to do: %#', async ([answer, title, way]) => {
    products = () => answer;
    await open();
    await page.locator('.list-notice').getByText(title).waitFor();
    await button(way).waitFor();
    await button('Show the call').click();
    await page.locator('.call-detail').getByText('/products').waitFor();
    products = () => ({ body: [product('back')] });
    if (way === 'Try again') {
      await button(way).click();
      await tiles().getByText('Product back').waitFor();
    }
  });
});
