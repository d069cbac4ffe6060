import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checksOf } from '../../conformance/report/report.ts';
import { runConformance } from '../../conformance/run-conformance.ts';
import type { Website } from '../../connector/website.ts';
import { startDesk } from '../../dev/desk/start-desk.ts';
import { installWebsite } from '../../dev/install-website.ts';
import { type LocalRun, startLocalRun } from '../../dev/local-run.ts';
import type { LocalServer } from '../../dev/local-server.ts';
import { localApiKey } from '../../dev/shop-server.ts';
import { pagedShop } from '../../docs/examples/paged-shop.ts';
import { plugins, pluginsOf } from '../../platform/plugins.ts';
import { pluginFaults } from '../conformance/faults/plugin-faults.ts';
import { type FaultyProxy, startFaultyProxy, transparent } from '../conformance/faulty-proxy.ts';
import {
  accessibilityFaults,
  expectNoSidewaysScroll,
  findBrowser,
  hasFocus,
  noBrowser,
  openPage,
  type sizes,
  tabTo,
} from '../helpers/desk-page.ts';

const secret = 'the-secret-of-the-plugins';
const visitor = 'camille@example.com';
const browser = await findBrowser();
let run: LocalRun;
let proxy: FaultyProxy;

beforeAll(async () => {
  vi.stubEnv('NODE_OPTIONS', '--conditions=plugins');
  run = await startLocalRun({ secret });
  vi.unstubAllEnvs();
  proxy = await startFaultyProxy(run.connector.url);
}, 180_000);
afterAll(async () => {
  await proxy?.close();
  await run?.close();
});

const typed = () => ({ iadvizeApiKey: localApiKey, ...pagedShop.sample!({ shop: run.shopUrl }) });

describe('conformance', () => {
  const conform = async (only: readonly string[], knows: typeof plugins = plugins) => {
    const report = await runConformance({
      ...{ url: proxy.url, secret, visitor, only, replace: true, parameters: typed(), plugins: knows },
      ...{ website: 'ha-900001' as Website, otherWebsite: 'ha-900002' as Website },
    });
    return checksOf(report);
  };
  const groups = ['visitor-profile', 'visitor-action', 'closing-form'];

  it('passes the plugins of the examples, and what is left of the run with them', async () => {
    proxy.behave(transparent);
    expect(pluginsOf(run.stack().outputs)).toEqual(plugins);
    const checks = await conform([...groups, 'errors']);
    expect(checks.filter(({ outcome, advice }) => outcome !== 'passed' || advice)).toEqual(
      checks.filter(({ name }) => name.endsWith('previous-secret')),
    );
    expect(checks.length).toBeGreaterThan(80);
  }, 120_000);

  it('knows the groups of a plugin only where the connector has it', async () => {
    await expect(conform(['closing-form'], ['visitor-profile'])).rejects.toThrow('no group or check closing-form');
  });

  it.each(pluginFaults)('catches a connector that $name', async ({ caughtBy, says = /./, start }) => {
    proxy.behave(start({ secret }));
    const failed = (await conform([caughtBy])).filter(({ outcome }) => outcome === 'failed');
    expect(proxy.failures).toEqual([]);
    expect(Object.fromEntries(failed.map(({ group, name, reason }) => [`${group}/${name}`, reason]))).toEqual({
      [caughtBy]: expect.stringMatching(says),
    });
  });
});

it('the desk is driven in a browser', ({ skip }) => {
  if (!browser) skip(noBrowser);
});

describe.runIf(browser)('the desk', () => {
  let desk: LocalServer;
  beforeAll(async () => {
    proxy.behave(transparent);
    await installWebsite(run.connector, 'ha-1' as Website, { websiteId: 'ha-1', ...typed() });
    desk = await startDesk({
      ...{ port: 0, connector: { name: 'Plugins', ...run.connector }, parameters: [] },
      ...{ plugins: () => pluginsOf(run.stack().outputs), visitor: { email: visitor, externalId: '' } },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
  });

  async function open(size: keyof typeof sizes) {
    const opened = await openPage(browser as Browser, size);
    await opened.page.goto(`${desk.url}/desk?website=ha-1`);
    const button = (name: string) => opened.page.getByRole('button', { name, exact: true });
    return { ...opened, button };
  }

  it('tells who the visitor is, acts, and closes the conversation, by keyboard alone', async () => {
    const { page, faults, close, button } = await open('desktop');
    const { keyboard } = page;
    await page.getByText('Camille Martin').waitFor();
    const link = page.getByRole('link', { name: /^R-1042/ });
    expect(await link.getAttribute('href')).toMatch(new RegExp(`^${run.shopUrl}/products/`));
    await tabTo(page, button('Open a case for R-1042'));
    await keyboard.press('Enter');
    await page.getByText('CASE-R-1042 is open.').waitFor();
    expect(await hasFocus(button('Open a case for R-1042'))).toBe(true);

    const email = page.getByLabel('Email');
    await email.focus();
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('nobody@example.com');
    await keyboard.press('Enter');
    await page.getByText('Nothing is known of this visitor.').waitFor();

    await tabTo(page, button('Close conversation'));
    await keyboard.press('Enter');
    const reason = page.getByLabel('Reason of the contact');
    await reason.waitFor();
    await keyboard.press('Escape');
    await expect.poll(() => hasFocus(button('Close conversation'))).toBe(true);
    await keyboard.press('Enter');
    await reason.waitFor();
    expect(await page.getByLabel('Phone').count()).toBe(0);
    await tabTo(page, page.getByLabel('To be called back'));
    await keyboard.press('Space');
    await tabTo(page, button('Close'));
    await keyboard.press('Enter');
    await expect.poll(() => hasFocus(reason)).toBe(true);
    expect(await page.getByText('This is required.').count()).toBe(2);
    expect(await accessibilityFaults(page)).toEqual([]);

    await reason.press('ArrowDown');
    await tabTo(page, page.getByLabel('Phone'));
    await keyboard.type('01 23 45');
    await keyboard.press('Enter');
    const closed = page.locator('.closed-notice');
    await expect.poll(() => closed.textContent()).toMatch(/Advice.*Yes.*01 23 45/);
    await expect.poll(() => hasFocus(button('Begin another conversation'))).toBe(true);
    await keyboard.press('Enter');
    await button('Product list').waitFor();
    expect(faults).toEqual([]);
    await close();
  }, 60_000);

  it('is a sheet and a form on a phone', async () => {
    const { page, faults, close, button } = await open('phone');
    const panel = page.getByRole('region', { name: 'Customer information' });
    await button('Customer information').click();
    await panel.getByText('Camille Martin').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await expectNoSidewaysScroll(page);
    await page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(await hasFocus(button('Customer information'))).toBe(true);
    await button('Close conversation').click();
    await page.getByLabel('Reason of the contact').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await expectNoSidewaysScroll(page);
    expect(faults).toEqual([]);
    await close();
  }, 60_000);

  it('says what a shop in bad weather does to the panel, and shows the call', async () => {
    const { page, close, button } = await open('desktop');
    await page.getByText('Camille Martin').waitFor();
    run.weather.kind = 'failing';
    await button('Show this visitor').click();
    await page
      .getByRole('alert')
      .getByText(/^502: The shop/)
      .waitFor();
    run.weather.kind = 'clear';
    await button('Show the call').click();
    await page.getByText('"code": "shop_failed"').waitFor();
    await close();
  });
});
