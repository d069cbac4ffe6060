import type { CatalogEntry } from '../../catalog/catalog-entry.ts';
import { ShopFailure } from '../../errors.ts';
import { Separators } from '../../text/amount.ts';
import { decodeFeed } from './feed/decode-feed.ts';
import type { FeedItem } from './feed/feed-item.ts';
import { paced } from './feed/paced.ts';
import { readFeed } from './feed/read-feed.ts';
import { unpackFeed } from './feed/unpack-feed.ts';
import { groupVariants } from './items/group-variants.ts';
import { httpUrl, mapItem } from './items/map-item.ts';
import type { ReadReport } from './items/read-report.ts';
import { nextChange } from './items/sale-period.ts';
import { settlePrices } from './items/settle-prices.ts';
import { describeSkips } from './items/skip-reason.ts';
import { variantStage } from './items/variant-stage.ts';

export interface ReadOptions {
  maxItems: number;
  /** Of the unpacked feed. */
  maxBytes: number;
  /** Decides which sales count. */
  now: Date;
  signal?: AbortSignal;
  /** The `charset` that came with the bytes. */
  charset?: string | undefined;
  /** Asked after each item: true leaves the rest of the feed unread, for a look at its beginning. */
  enough?: (items: number) => boolean;
}

/** Thrown and caught here. */
const enoughRead = Symbol('enough');

/**
 * Reads a whole feed, one entry per product, in the order of the feed. Bad items are skipped and go to `report`. What waits
 * for its other variants lies in the file `stagePath`, which must not exist and is for the caller to remove, or in `:memory:`.
 * Throws `ShopFailure`: `not_a_catalog` when it is no feed or has no usable item, `too_large` past a limit, `failed` when
 * it is cut off or damaged. Errors of `bytes` pass through, as does the reason of an aborted `signal`.
 */
export async function* readEntries(
  bytes: AsyncIterable<Uint8Array>,
  stagePath: string,
  report: ReadReport,
  { maxItems, maxBytes, now, signal, charset, enough }: ReadOptions,
): AsyncGenerator<CatalogEntry> {
  const stage = variantStage(stagePath);
  const separators = new Separators();
  const take = (item: FeedItem) => {
    if (++report.items > maxItems) throw tooManyItems(maxItems);
    const { sale_price_effective_date: period } = item.values;
    if (period) report.changesAt = Math.min(report.changesAt, nextChange(period, now));
    const variant = mapItem(item, now, separators);
    if (typeof variant === 'string') report.skip(variant, item.values.id, item);
    else if (!stage.add(variant)) report.skip('duplicate_id', variant.id, item);
    else report.serve(item, variant);
    if (enough?.(report.items)) throw enoughRead;
  };
  try {
    const picture = await readFeed(
      paced(
        decodeFeed(unpackFeed(bytes, maxBytes), { charset, onGuess: (encoding) => report.guessEncoding(encoding) }),
        signal,
      ),
      take,
    ).catch((error) => {
      if (error !== enoughRead) throw error;
      report.complete = false;
      return undefined;
    });
    const placeholder = httpUrl(picture);
    const productId = stage.productIds();
    let products = 0;
    for await (const variants of paced(
      stage.products((variant) => report.skip('too_many_variants', variant.id, variant)),
      signal,
    )) {
      const settled = variants.map((variant) => settlePrices(variant, separators));
      const entry = groupVariants(productId(variants[0]!), settled, placeholder);
      if (entry) {
        products++;
        report.show(variants, settled, separators);
        yield entry;
      } else {
        for (const variant of variants) report.skip('no_image', variant.id, variant);
      }
    }
    if (products === 0) throw noUsableItem(report);
  } finally {
    stage.close();
  }
}

function tooManyItems(maxItems: number): ShopFailure {
  const limit = maxItems.toLocaleString('en-US');
  return new ShopFailure('too_large', `The feed has more than ${limit} items, the most that can be read.`, {
    parameter: 'feedUrl',
  });
}

function noUsableItem({ items, skipped }: ReadReport): ShopFailure {
  const count = `${items.toLocaleString('en-US')} ${items === 1 ? 'item' : 'items'}`;
  const message =
    items === 0 ? 'The feed has no items.' : `The feed has ${count}, none usable: ${describeSkips(skipped)}.`;
  return new ShopFailure('not_a_catalog', message, { parameter: 'feedUrl' });
}
