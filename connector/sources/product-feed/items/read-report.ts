import type { Separators } from '../../../text/amount.ts';
import type { FeedItem } from '../feed/feed-item.ts';
import { checkItem, type ItemWarning } from './check-item.ts';
import type { Variant } from './map-item.ts';
import { noSkips, type SkipCounts, type SkipReason } from './skip-reason.ts';

const maxSamples = 3;

/** What was found while reading a feed. */
export class ReadReport {
  /** Items of the feed, variants and skipped ones included. */
  items = 0;
  /** False when the feed was left before its end, because enough was read. */
  complete = true;
  readonly skipped: SkipCounts = noSkips();
  /** Ids of the first items skipped for each reason; `item 12`, counted from 1, for one without. */
  readonly samples: Partial<Record<SkipReason, string[]>> = {};

  /** What is wrong with items that are served: how many. */
  readonly warnings: Partial<Record<ItemWarning, number>> = {};

  /** When a sale begins or ends next, which changes prices although the feed stays the same; epoch milliseconds. */
  changesAt = Number.POSITIVE_INFINITY;

  /** The encoding that the feed was read in because its letters look like it; undefined where something said which. */
  guessedEncoding: string | undefined;

  /** Everything counted, by reason; what did not occur is absent. */
  get problems(): Record<string, number> {
    const feed = { guessed_encoding: this.guessedEncoding === undefined ? 0 : 1 };
    const counts = Object.entries({ ...this.skipped, ...this.warnings, ...feed });
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  guessEncoding(encoding: string): void {
    this.guessedEncoding = encoding;
  }

  /** A usable item; whether it is shown depends on its group's pictures. */
  serve(item: FeedItem, variant: Variant): void {
    checkItem(item, variant, (warning, value) => this.warn(warning, variant, value));
  }

  /** The variants of a product that is shown, their prices still as they were read; `settled` are as agents see them. */
  show(variants: readonly Variant[], settled: readonly Variant[], separators: Separators): void {
    for (const [index, { price, salePrice }] of variants.entries()) {
      const shown = settled[index]!;
      for (const { undecided, amount, currency } of [price, ...(salePrice ? [salePrice] : [])]) {
        if (!undecided || separators.know(undecided)) continue;
        this.warn('guessed_separator', shown, `${amount.toFixed(3).replace('.', undecided)} ${currency}`);
        break;
      }
      if (salePrice && !shown.salePrice) {
        this.warn(
          'sale_not_lower',
          shown,
          `${salePrice.amount} ${salePrice.currency}, price ${shown.price.amount} ${shown.price.currency}`,
        );
      }
    }
  }

  /** `value`: what is wrong, as the feed has it. */
  warn(warning: ItemWarning, _variant: Variant, _value?: string): void {
    this.warnings[warning] = (this.warnings[warning] ?? 0) + 1;
  }

  /** `of`: what is left out, as far as it was read. */
  skip(reason: SkipReason, id: string | undefined, _of: FeedItem | Variant): void {
    this.skipped[reason]++;
    this.samples[reason] ??= [];
    if (this.samples[reason].length < maxSamples) this.samples[reason].push(id?.slice(0, 200) || `item ${this.items}`);
  }
}
