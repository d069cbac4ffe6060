import { generateFeed } from './generate-feed.ts';
import type { Limits } from './run-engine.ts';
import { sampleFeed } from './sample-feed.ts';
import { temporaryPath } from './temporary-path.ts';

const feeds = new Map<number, string>();

/** Path of a generated feed, written once for a process. */
async function generatedFeed(items: number): Promise<string> {
  const known = feeds.get(items);
  if (known) return known;
  const path = temporaryPath();
  await generateFeed(items, path);
  feeds.set(items, path);
  return path;
}

export interface Feeds {
  /** What there is to measure with. */
  asked: Limits;
  /** Path of a feed of that size. */
  feedOf(size: Limits): Promise<string>;
}

/** Generated feeds of any size, or the one at `path`, whose items are all or nothing. */
export async function feedsOf(path: string | undefined, asked: Limits): Promise<Feeds> {
  if (path === undefined) return { asked, feedOf: ({ items }) => generatedFeed(items) };
  const { items, products } = await sampleFeed(path, 0);
  return {
    asked: { items, queries: asked.queries === Number.POSITIVE_INFINITY ? products : asked.queries },
    async feedOf(size) {
      if (size.items < items) throw new Error(`it is too slow or too large for the ${items} items of the feed`);
      return path;
    },
  };
}
