import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { installSample } from '../../dev/install-sample.ts';
import { setLocalSecret } from '../../dev/local-aws-calls.ts';
import { startLocalDesk } from '../../dev/local-desk.ts';
import { type LocalRun, startLocalRun } from '../../dev/local-run.ts';
import type { LocalServer } from '../../dev/local-server.ts';
import type { WeatherKind } from '../../dev/sample-shop/weather-kinds.ts';
import {
  accessibilityFaults,
  expectNoSidewaysScroll,
  findBrowser,
  hasFocus,
  noBrowser,
  openPage,
  sizes,
  tabTo,
} from '../helpers/desk-page.ts';

const browser = await findBrowser();

it('the desk is driven in a browser', ({ skip }) => {
  if (!browser) skip(noBrowser);
});

describe.runIf(browser)('the desk before the local run', () => {
  let run: LocalRun;
  let desk: LocalServer;
  let page: Page;
  let faults: string[];
  let close: () => Promise<void>;

  beforeAll(async () => {
    run = await startLocalRun({ assembly: inject('assembly'), secret: 'the secret of before' });
    await installSample(run, false);
    await setLocalSecret(run.aws, run.stack().outputs.AppSecretArn!, 'the secret of now');
    await run.restart();
    const connector = { ...run.connector, secret: 'the secret of now' };
    desk = await startLocalDesk({ ...run, connector }, { port: 0, previousSecret: 'the secret of before' });
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
    await run?.close();
  });
  beforeEach(async () => {
    ({ page, faults, close } = await openPage(browser!));
  });
  afterEach(async () => {
    expect(faults).toEqual([]);
    await close();
  });

  const goTo = (place: string) => page.goto(desk.url + place);
  const tiles = () => page.locator('.tile[data-item]');
  const notice = () => page.locator('.list-notice');
  const search = () => page.getByRole('searchbox');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const callsSeen = () => page.locator('.call-row').count();

  it('installs a website with a wrong value, then with the right one', async () => {
    await goTo('/marketplace?website=ha-2');
    const feedUrl = page.getByLabel('Product feed URL');
    const rightUrl = await feedUrl.inputValue();
    await feedUrl.fill('http://shop.example/feed.xml');
    await button('Install').click();
    const problem = page.locator('#field-feedUrl-problem');
    await expect.poll(() => problem.textContent()).toContain('begins with https://');
    expect(await feedUrl.getAttribute('aria-invalid')).toBe('true');
    expect(await hasFocus(feedUrl)).toBe(true);
    expect(await page.getByText('ha-2: not installed').count()).toBe(1);

    await feedUrl.fill(rightUrl);
    await button('Install').click();
    await page.getByText('Installed on ha-2').waitFor();
    expect(await problem.textContent()).toBe('');
    expect(await page.getByText('ha-2: installed').count()).toBe(1);
    await button('Open the product list').click();
    await tiles().first().waitFor();
  });

  it('masks what is secret, in the form and in the inspector', async () => {
    await goTo('/marketplace?website=ha-1');
    const key = page.getByLabel('iAdvize API key', { exact: true });
    expect(await key.getAttribute('type')).toBe('password');
    await button('Save and reinstall').click();
    await page.getByText('Installed on ha-1').waitFor();
    await page.locator('.call-row', { hasText: 'POST /verification' }).first().click();
    const body = page.getByLabel('Body of the request');
    await expect.poll(() => body.textContent()).toContain('"key": "iadvizeApiKey"');
    expect(await body.textContent()).not.toContain('local-api-key');
    expect(await body.textContent()).toContain('••••••');
  });

  it('upgrades, reinstalls after an uninstall, and adds further websites', async () => {
    await goTo('/marketplace?website=ha-1');
    const version = page.locator('.installed code');
    const before = await version.textContent();
    await button('Upgrade').click();
    await page.getByText('Upgraded to a new version on ha-1.').waitFor();
    expect(await version.textContent()).not.toBe(before);
    await page.getByLabel('Another website').fill('nonsense');
    await button('Add the website').click();
    await page.getByText('Expected the form').waitFor();
    await page.getByLabel('Another website').fill('HA-77');
    await button('Add the website').click();
    await page.getByText('ha-77: not installed').waitFor();
    await button('Install').click();
    await page.getByText('Installed on ha-77').waitFor();
    await button('Uninstall').click();
    await page.getByText('Uninstalled from ha-77').waitFor();
    await button('Install').click();
    await page.getByText('Installed on ha-77').waitFor();
  });

  it('unfolds the tree level by level, with counts, and climbs back', async () => {
    await goTo('/desk?website=ha-1');
    await button('Product list').click();
    const rows = page.locator('.category-rows button');
    await rows.first().waitFor();
    expect(await rows.allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/Café et thé\s+23/)]));
    await rows.filter({ hasText: 'Café et thé' }).click();
    const heading = page.locator('#product-list h2');
    await expect.poll(() => heading.textContent()).toBe('Café et thé (23)');
    const [child = ''] = await rows.allInnerTexts();
    await rows.first().click();
    await expect.poll(() => heading.textContent()).toContain(child.split('\n')[0]);
    await button('Back to the category above').click();
    await expect.poll(() => heading.textContent()).toBe('Café et thé (23)');
    await button('Back to the category above').click();
    await expect.poll(() => heading.textContent()).toBe('All products');
  });

  it('searches while typing, also inside a category, and says when nothing is found', async () => {
    await goTo('/desk?website=ha-1&list=open');
    await tiles().first().waitFor();
    const calls = await callsSeen();
    await search().pressSequentially('moka', { delay: 20 });
    await expect.poll(() => tiles().first().textContent()).toMatch(/moka/i);
    await expect.poll(() => new URL(page.url()).searchParams.get('search')).toBe('moka');
    // One call for four letters.
    expect(await callsSeen()).toBe(calls + 1);
    await search().fill('zzzzqqqq');
    await page.getByText('Nothing found for “zzzzqqqq”').waitFor();
    await button('Clear the search').last().click();
    await tiles().first().waitFor();
  });

  it('loads pages at the end of the scroll, without repeating a product', async () => {
    await goTo('/desk?website=ha-1&list=open');
    await expect.poll(() => tiles().count()).toBeGreaterThanOrEqual(20);
    await expect
      .poll(async () => {
        await page.locator('.list-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
        return page.locator('.list-end').count();
      })
      .toBe(1);
    const ids = await tiles().evaluateAll((all) => all.map((tile) => tile.getAttribute('data-item')));
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
    expect(await page.locator('.list-end').textContent()).toBe('60 products');
  });

  it('sends a card as the visitor sees it', async () => {
    await goTo('/desk?website=ha-1&list=open&search=alpage');
    await tiles().first().click();
    const card = page.locator('.sent-card');
    await expect.poll(() => card.textContent()).toMatch(/Sac à dos Alpage 38 litres.*109,00 €.*139,00 €/);
    expect(await card.locator('s').textContent()).toBe('139,00 €');
    expect(await card.getByText('In stock').count()).toBe(1);
    const link = card.getByRole('link', { name: /View product/ });
    expect(await link.getAttribute('href')).toMatch(new RegExp(`^${run.shopUrl}/products/`));
    expect(await link.getAttribute('rel')).toContain('noreferrer');
    await page.reload();
    expect(await card.count()).toBe(1);
  });

  it('keeps where one is in the URL', async () => {
    await goTo('/desk?website=ha-1&list=open');
    await page.locator('.category-rows button', { hasText: 'Bivouac' }).click();
    await page.locator('.category-rows button').first().click();
    await search().fill('tente');
    await page.locator('.call-row', { hasText: 'searchQuery=tente' }).first().click();
    await expect.poll(() => page.url()).toMatch(/category=\w+&search=tente&call=\d+$/);
    const heading = await page.locator('#product-list h2').textContent();
    const shown = await tiles().allInnerTexts();

    await page.reload();
    await expect.poll(() => page.locator('#product-list h2').textContent()).toBe(heading);
    await expect.poll(() => tiles().allInnerTexts()).toEqual(shown);
    expect(await search().inputValue()).toBe('tente');
    expect(await page.getByLabel('Body of the answer').count()).toBe(1);
    await button('Back to the category above').click();
    await expect.poll(() => page.locator('#product-list h2').textContent()).toContain('Bivouac');
  });

  it('uninstalls a website, and the desk says so', async () => {
    await goTo('/marketplace?website=ha-2');
    await button('Uninstall').click();
    await page.getByText('Uninstalled from ha-2').waitFor();
    await goTo('/desk?website=ha-2&list=open');
    await notice().getByText('Not installed').waitFor();
    await button('Show the call').click();
    await page.getByText('"code": "unknown_website"').waitFor();
    await button('Open the marketplace').click();
    await page.getByText('ha-2: not installed').waitFor();
  });

  it('sends a webhook with its retries, each with its own delivery id', async () => {
    await goTo('/webhooks?website=ha-1');
    await expect.poll(() => page.getByLabel('The event, as JSON').inputValue()).toContain('"websiteId": 1');
    await page.getByLabel('Wrong', { exact: true }).check();
    await page.getByLabel('At once').check();
    await button('Send to ha-1').click();
    const delivery = page.locator('.delivery').first();
    await delivery.getByText('Not taken').waitFor();
    expect(await delivery.locator('.attempt').allInnerTexts()).toEqual([
      expect.stringMatching(/Attempt 1[\s\S]*401/),
      expect.stringMatching(/Attempt 2[\s\S]*401/),
      expect.stringMatching(/Attempt 3[\s\S]*401/),
    ]);
    const correlationId = await delivery.locator('code').textContent();
    const deliveryIds = new Set<string | null>();
    for (const attempt of await delivery.locator('.attempt').all()) {
      await attempt.click();
      await page.getByText('Signed wrongly, on purpose').waitFor();
      const headers = page.locator('.headers > div');
      expect(await headers.filter({ hasText: 'x-iadvize-correlationid' }).textContent()).toContain(correlationId);
      deliveryIds.add(await headers.filter({ hasText: 'x-iadvize-delivery' }).textContent());
      await button('Back to all calls').click();
    }
    expect(deliveryIds.size).toBe(3);
  });

  it('waits between attempts at the platform’s own pace, and can be stopped', async () => {
    await goTo('/webhooks?website=ha-1');
    await page.getByLabel('Type of the event').selectOption('connector.installed');
    const event = page.getByLabel('The event, as JSON');
    await expect.poll(() => event.inputValue()).toContain('connector.installed');
    await event.fill((await event.inputValue()).replace(/"websiteId": 1/, '"websiteId": "x"'));
    await button('Send to ha-1').click();
    const delivery = page.locator('.delivery').first();
    await delivery.getByText(/Next attempt in (9|10) s/).waitFor();
    await delivery.getByRole('button', { name: 'Stop' }).click();
    await delivery.getByText('Stopped').waitFor();
    await event.fill('{');
    await button('Send to ha-1').click();
    await page.getByText('The event is not JSON').waitFor();
  });

  it('sends any event as a form, twice, late, out of order and with the previous secret', async () => {
    await goTo('/webhooks?website=ha-1');
    await page.getByLabel('Type of the event').selectOption('v2.conversation.pushed');
    await expect.poll(() => page.getByLabel('The event, as JSON').inputValue()).toContain('operatorIds');
    await page.getByLabel('Form', { exact: true }).check();
    await page.getByLabel('Previous secret').check();
    for (const name of ['Duplicate', 'New delivery id', 'Reordered', 'Delayed']) await page.getByLabel(name).check();
    const before = await page.locator('.delivery').count();
    await button('Send to ha-1').click();
    await expect.poll(() => page.locator('.delivery').count()).toBe(before + 3);
    const latest = page.locator('.delivery').first();
    await latest.getByText('Taken').waitFor();
    expect(await latest.locator('.delivery-notes').textContent()).toMatch(
      /^form-encoded.*previous secret.*10 min late.*out of order/,
    );
    await latest.locator('.attempt').click();
    await page.getByText('Signed with the previous secret').waitFor();
    expect(await page.getByLabel('Body of the request').textContent()).toContain('operatorIds%5B0%5D=7');
    await button('Check availability').click();
    await button('Check health').click();
    await expect.poll(() => page.locator('.checks .badge').allInnerTexts()).toEqual(['200', '200']);
  });

  it.for<[WeatherKind, label: string]>([
    ['dead', 'Dead'],
    ['failing', '5xx'],
    ['malformed', 'Odd'],
    ['throttling', '429'],
  ])('in %s weather the agent keeps the copy, and a merchant is told what is wrong', async ([kind, label]) => {
    await goTo('/desk?website=ha-1&list=open');
    await tiles().first().waitFor();
    await page.getByLabel(label, { exact: true }).check();
    await expect.poll(() => run.weather.kind).toBe(kind);
    await search().fill('sac');
    await expect.poll(() => tiles().first().textContent()).toMatch(/sac/i);
    await goTo('/marketplace?website=ha-8');
    await button('Install').click();
    await expect.poll(() => page.locator('#field-feedUrl-problem').textContent()).toMatch(/shop|feed/i);

    await button('Refresh the catalogs').click();
    await button('Refresh the catalogs').and(page.locator(':enabled')).waitFor();
    await run.restart();
    await goTo('/desk?website=ha-1&list=open');
    await tiles().first().waitFor();
    await page.getByLabel('Clear', { exact: true }).check();
    await expect.poll(() => run.weather.kind).toBe('clear');
  });

  it('in slow weather it shows that it waits, and the answer all the same', async () => {
    await goTo('/marketplace?website=ha-8');
    await page.getByLabel('Slow', { exact: true }).check();
    await expect.poll(() => run.weather.kind).toBe('slow');
    run.weather.slowMilliseconds = 1_000;
    await button('Install').click();
    await button('One moment …').waitFor();
    await page.getByText('Installed on ha-8').waitFor();
    await goTo('/desk?website=ha-8&list=open');
    await tiles().first().waitFor();
    await page.getByLabel('Clear', { exact: true }).check();
    await expect.poll(() => run.weather.kind).toBe('clear');
  });

  it('one whole story by keyboard: install, help a visitor, uninstall', async () => {
    const { keyboard } = page;
    await goTo('/marketplace?website=sd-1');
    await button('Install').waitFor();
    await tabTo(page, button('Install'));
    await keyboard.press('Enter');
    await page.getByText('Installed on sd-1').waitFor();
    await tabTo(page, page.getByRole('link', { name: 'Desk' }));
    await keyboard.press('Enter');
    await button('Product list').waitFor();

    await keyboard.press('/');
    await expect.poll(() => hasFocus(search())).toBe(true);
    await tiles().first().waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    const heading = page.locator('#product-list h2');
    await expect.poll(() => heading.textContent()).toContain('Café et thé');
    const focus = () => page.locator(':focus').textContent();
    await expect.poll(focus).toContain('Cafés');
    await keyboard.press('Escape');
    await expect.poll(focus).toContain('Café et thé');
    await keyboard.press('/');
    await keyboard.type('alpage');
    await expect.poll(() => tiles().first().textContent()).toContain('Alpage');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowLeft');
    await expect.poll(focus).toContain('Alpage');
    await keyboard.press('Enter');
    await page.locator('.sent-card', { hasText: 'Alpage' }).waitFor();
    await keyboard.press('Escape');
    await expect.poll(() => search().inputValue()).toBe('');
    await keyboard.press('Escape');
    await expect.poll(() => page.locator('#product-list').count()).toBe(0);
    expect(await hasFocus(button('Product list'))).toBe(true);

    await tabTo(page, page.getByRole('link', { name: 'Marketplace' }));
    await keyboard.press('Enter');
    await tabTo(page, button('Uninstall'));
    await keyboard.press('Enter');
    await page.getByText('Uninstalled from sd-1').waitFor();
  });

  it('on a phone the product list is a sheet and the inspector a drawer', async () => {
    await page.setViewportSize(sizes.phone);
    await goTo('/desk?website=ha-1');
    const inspector = page.getByRole('complementary');
    await button('Product list').click();
    await tiles().first().click();
    // The sheet gives way to what was sent.
    await page.locator('.sent-card').waitFor();
    expect(await page.locator('#product-list').count()).toBe(0);
    expect(await inspector.isVisible()).toBe(false);
    await button('Calls').click();
    await inspector.getByText('Contract kept').waitFor();
    await page.locator('.call-row').first().click();
    await page.getByLabel('Body of the answer').waitFor();
    await page.getByRole('link', { name: 'Desk' }).click();
    expect(await inspector.isVisible()).toBe(false);
  });

  it('says when its own server has gone, and goes on when it is back', async () => {
    await goTo('/desk?website=ha-1');
    await button('Product list').waitFor();
    const port = Number(new URL(desk.url).port);
    await desk.close();
    await page.getByText('The desk’s server does not answer').waitFor();
    const connector = { ...run.connector, secret: 'the secret of now' };
    desk = await startLocalDesk({ ...run, connector }, { port, previousSecret: 'the secret of before' });
    await page.getByText('The desk’s server does not answer').waitFor({ state: 'detached' });
    faults.length = 0;
  });

  it.for([
    ['the conversation', '/desk?website=ha-1', '.message-box'],
    ['the product list', '/desk?website=ha-1&list=open', '.tile[data-item]'],
    ['an error in the product list', '/desk?website=ha-900&list=open', '.list-notice'],
    ['the marketplace', '/marketplace?website=ha-1', '.install-form'],
    ['an install that was refused', '/marketplace?website=ha-900', '.install-form'],
    ['the webhooks', '/webhooks?website=ha-1', '.event-editor'],
    ['the inspector', '/webhooks?website=ha-1&inspector=open', '.call-row'],
    ['a call', '/webhooks?website=ha-1&inspector=open&call=1', '.call-detail .body'],
  ] as const)('%s is accessible, light and dark, on both sizes', async ([name, place, landmark]) => {
    await goTo(place);
    await page.locator(landmark).first().waitFor({ state: 'attached' });
    if (name === 'an install that was refused') {
      await page.getByLabel('Product feed URL').fill('');
      await button('Install').click();
      await page.getByText('Product feed URL is required.').waitFor();
    }
    for (const size of Object.values(sizes)) {
      await page.setViewportSize(size);
      expect(await accessibilityFaults(page)).toEqual([]);
      await expectNoSidewaysScroll(page);
    }
  });
});
