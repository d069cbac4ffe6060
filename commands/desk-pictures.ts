import type { BrowserContextOptions, Page } from 'playwright-core';

export interface DeskPicture {
  /** Of the file. */
  name: string;
  options: BrowserContextOptions;
  /** Brings the desk at `url`, where `ha-1` is installed, to what is to be seen. */
  story(page: Page, url: string): Promise<void>;
}

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true };

export const deskPictures: readonly DeskPicture[] = [
  { name: 'desk', options: desktop, story: helpVisitor },
  { name: 'desk-dark', options: { ...desktop, colorScheme: 'dark' }, story: helpVisitor },
  { name: 'desk-phone', options: phone, story: browseOnPhone },
  { name: 'marketplace', options: desktop, story: installWrongly },
  { name: 'webhooks', options: desktop, story: sendWithRetries },
];

async function helpVisitor(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/desk?website=ha-1&list=open&search=alpage`);
  await page.locator('.tile[data-item]').first().click();
  await page.getByRole('searchbox').fill('');
  await page.locator('.category-rows button', { hasText: 'Café' }).click();
  await page.locator('#product-list h2', { hasText: 'Café' }).waitFor();
  await page.locator('.tile[data-item]', { hasText: 'Colombie' }).hover();
}

async function browseOnPhone(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/desk?website=ha-1&list=open`);
  await page.locator('.tile[data-item]').first().waitFor();
}

async function installWrongly(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/marketplace?website=ha-2`);
  await page.getByLabel('Product feed URL').fill('https://shop.example:8443/feed.xml');
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  await page.locator('#field-feedUrl-problem .icon').waitFor();
}

async function sendWithRetries(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/webhooks?website=ha-1`);
  await page.getByRole('button', { name: 'Check availability' }).click();
  await page.getByRole('button', { name: 'Check health' }).click();
  await page.getByRole('button', { name: 'Send to ha-1' }).click();
  await page.locator('.delivery', { hasText: 'Taken' }).waitFor();
  await page.getByLabel('Wrong', { exact: true }).check();
  await page.getByRole('button', { name: 'Send to ha-1' }).click();
  const delivery = page.locator('.delivery').first();
  await delivery.getByText('Next attempt').waitFor();
  await delivery.locator('.attempt').click();
  await page.getByText('Signed wrongly').waitFor();
}
