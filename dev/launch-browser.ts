import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * A browser without a window, for tests and pictures: the one of an npm package on Linux, else one that is installed.
 * undefined where there is none.
 */
export async function launchBrowser(): Promise<Browser | undefined> {
  const ways = [
    // A container's root, and unprivileged users of recent distributions, may not open its sandbox.
    ...(process.platform === 'linux'
      ? [async () => ({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'] })]
      : []),
    async () => ({ channel: 'chrome' }),
    async () => ({ channel: 'msedge' }),
  ];
  for (const way of ways) {
    try {
      return await playwright.launch({ ...(await way()), headless: true });
    } catch {
      // The next one.
    }
  }
  return undefined;
}
