import { ShopFailure } from '../../../errors.ts';
import type { CatalogEntry } from './catalog-entry.ts';
import { decodeFeed } from './decode-feed.ts';
import { groupVariants } from './group-variants.ts';
import { httpUrl, mapItem, type Variant } from './map-item.ts';
import { readFeed } from './read-feed.ts';
import { describeSkips, noSkips, type SkipReason } from './skip-reason.ts';
import { unpackFeed } from './unpack-feed.ts';

export interface ReadReport {
  /** Items of the feed, variants and skipped ones included. */
  items: number;
  skipped: Record<SkipReason, number>;
}

interface ReadOptions {
  maxItems: number;
  /** Of the unpacked feed. */
  maxBytes: number;
  /** Decides which sales count. */
  now: Date;
}

/**
 * Reads a whole feed. Bad items are skipped and counted; throws `ShopFailure`: `not_a_catalog` when it is no feed or has
 * no usable item, `too_large` past a limit, `failed` when it is cut off or damaged. Errors of `bytes` pass through.
 */
export async function readCatalog(
  bytes: AsyncIterable<Uint8Array>,
  { maxItems, maxBytes, now }: ReadOptions,
): Promise<{ entries: CatalogEntry[]; report: ReadReport }> {
  const report: ReadReport = { items: 0, skipped: noSkips() };
  const ids = new Set<string>();
  const variants: Variant[] = [];

  const picture = await readFeed(decodeFeed(unpackFeed(bytes, maxBytes)), (item) => {
    if (++report.items > maxItems) {
      const limit = maxItems.toLocaleString('en-US');
      throw new ShopFailure('too_large', `The feed has more than ${limit} items, the most that can be read.`, {
        parameter: 'feedUrl',
      });
    }
    const variant = mapItem(item, now);
    if (typeof variant === 'string') report.skipped[variant]++;
    else if (ids.has(variant.id)) report.skipped.duplicate_id++;
    else {
      ids.add(variant.id);
      variants.push(variant);
    }
  });

  const entries = groupVariants(variants, httpUrl(picture), (without) => {
    report.skipped.no_image += without.length;
  });
  if (entries.length === 0) throw noUsableItem(report);
  return { entries, report };
}

function noUsableItem({ items, skipped }: ReadReport): ShopFailure {
  const count = `${items.toLocaleString('en-US')} ${items === 1 ? 'item' : 'items'}`;
  const message =
    items === 0 ? 'The feed has no items.' : `The feed has ${count}, none usable: ${describeSkips(skipped)}.`;
  return new ShopFailure('not_a_catalog', message, { parameter: 'feedUrl' });
}
