import { source } from '#connector.config';
import type { TypedParameters } from '../platform/platform-client.ts';
import type { LocalRun } from './local-run.ts';

/** What the source types to install the shop that the local run serves; empty for one that says nothing of it. */
export function sampleValues({ shopUrl, givenFeedUrl }: Pick<LocalRun, 'shopUrl' | 'givenFeedUrl'>): TypedParameters {
  return { ...(source.sample?.({ shop: shopUrl, feed: givenFeedUrl }) as TypedParameters | undefined) };
}

/** Whether what stands behind `--feed` means anything to the source. */
export function takesFeed(): boolean {
  const [shop, feed] = ['http://shop.invalid', 'http://feed.invalid'];
  return JSON.stringify(source.sample?.({ shop, feed }))?.includes(feed) ?? false;
}
