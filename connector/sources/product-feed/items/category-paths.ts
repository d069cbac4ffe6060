import { cut, plainLine } from '../../../text/plain-text.ts';
import type { FeedItem } from '../feed/feed-item.ts';

const maxDepth = 10;
const maxPaths = 20;
const maxPathLength = 2_000;
const maxLabelLength = 200;

/**
 * The item's `product_type` paths, else its `google_product_category`. Only `>` separates: `/` stands in labels such as
 * "Audio/Video". A bare number of Google's taxonomy gives no category, for it would tell an agent nothing.
 */
export function categoryPaths(item: FeedItem): string[][] {
  const own = distinctPaths(item.productTypes.map(pathOf));
  if (own.length > 0) return own.slice(0, maxPaths);
  const google = item.values.google_product_category?.replace(/^\s*\d+\s*(?:-\s*|$)/, '');
  return google ? distinctPaths([pathOf(google)]) : [];
}

/** Without empty paths and without repetitions, in order. */
export function distinctPaths(paths: string[][]): string[][] {
  const byKey = new Map(paths.filter((path) => path.length > 0).map((path) => [path.join('\n'), path]));
  return [...byKey.values()];
}

function pathOf(text: string): string[] {
  return plainLine(text, maxPathLength)
    .split('>')
    .map((label) => cut(label.trim(), maxLabelLength))
    .filter((label) => label !== '')
    .slice(0, maxDepth);
}
