import { source } from '#connector.config';
import type { TypedParameters } from '../platform/platform-client.ts';
import type { LocalRun } from './local-run.ts';

/** What the source types to install the shop that the local run serves; empty for one that says nothing of it. */
export function sampleValues({ shopUrl, givenFeedUrl }: Pick<LocalRun, 'shopUrl' | 'givenFeedUrl'>): TypedParameters {
  return { ...(source.sample?.({ shop: shopUrl, feed: givenFeedUrl }) as TypedParameters | undefined) };
}
