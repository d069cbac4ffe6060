import { generateFeed } from './generate-feed.ts';
import { temporaryPath } from './temporary-path.ts';

const feeds = new Map<number, string>();

/** Path of a generated feed, written once for a process. */
export async function feedOf(items: number): Promise<string> {
  const known = feeds.get(items);
  if (known) return known;
  const path = temporaryPath();
  await generateFeed(items, path);
  feeds.set(items, path);
  return path;
}
