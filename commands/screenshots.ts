import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installSample } from '../dev/install-sample.ts';
import { launchBrowser } from '../dev/launch-browser.ts';
import { startLocalDesk } from '../dev/local-desk.ts';
import { startLocalRun } from '../dev/local-run.ts';
import { root } from '../dev/run-node.ts';
import { deskPictures } from './desk-pictures.ts';
import { runCommand } from './run-command.ts';

/** Runs in the page. Those out of sight are loaded when they come into sight. */
const picturesAreThere = `[...document.images].every(
  (image) => image.complete || image.getBoundingClientRect().top > innerHeight
)`;

/** Runs in the page: PNG to WebP, a third of its size, both in base64. */
const toWebp = `async (png) => {
  const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: bitmap.width, height: bitmap.height }).getContext('2d').drawImage(bitmap, 0, 0);
  return canvas.toDataURL('image/webp', 0.8).split(',')[1];
}`;

const usage = `Usage: npm run screenshots
  Draws the pictures of the desk for README and docs anew, of a fresh local run on the usual ports.`;

await runCommand(usage, async () => {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    await takePictures(closers);
  } finally {
    for (const close of closers.reverse()) await close();
  }
});

async function takePictures(closers: (() => Promise<unknown>)[]): Promise<void> {
  const folder = join(root, 'docs/images');
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  if (!browser) throw new Error('No browser could be started: install Chrome.');
  closers.push(() => browser.close());
  const run = await startLocalRun({ secret: 'local-secret', ports: { connector: 3000, shop: 3002 } });
  closers.push(run.close);
  const desk = await startLocalDesk(run, { port: 3001 });
  closers.push(desk.close);
  await installSample(run, false);

  for (const { name, options, story } of deskPictures) {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
    const page = await context.newPage();
    await story(page, desk.url);
    await page.waitForFunction(picturesAreThere);
    const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    await page.goto('about:blank');
    const webp = Buffer.from(await page.evaluate<string>(`(${toWebp})('${shot.toString('base64')}')`), 'base64');
    writeFileSync(join(folder, `${name}.webp`), webp);
    console.log(`docs/images/${name}.webp  ${Math.round(webp.length / 1000)} kB`);
    await context.close();
  }
}
