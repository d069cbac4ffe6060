import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser } from '../../dev/launch-browser.ts';

export const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** undefined where no browser is installed; in continuous integration that is an error. */
export async function findBrowser(): Promise<Browser | undefined> {
  const browser = await launchBrowser();
  if (!browser && process.env.CI) throw new Error('No browser could be started, and CI may not go without.');
  return browser;
}

export const noBrowser = 'No browser could be started: install Chrome to run the tests of the desk.';

/** A fresh page; whatever the page itself does wrong is collected. */
export async function openPage(browser: Browser, size: keyof typeof sizes = 'desktop') {
  const context = await browser.newContext({ viewport: sizes[size], hasTouch: size === 'phone' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // What a shop does not deliver is what some tests are about.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
  return { page, faults, close: () => context.close() };
}

export function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element.matches(':focus'));
}

/** Presses Tab until the element that holds the focus is the one wanted. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${wanted}.`);
}

/** What axe-core finds wrong, in light and dark: rule and element. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
    faults.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${colorScheme} ${id}: ${html} ${failureSummary}`),
      ),
    );
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

/** Nothing may reach out of the window sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
}
