import type { FeedItem } from '../../../connector/sources/product-feed/feed/feed-item.ts';
import { categoryPaths } from '../../../connector/sources/product-feed/items/category-paths.ts';
import type { ItemWarning } from '../../../connector/sources/product-feed/items/check-item.ts';
import type { Variant } from '../../../connector/sources/product-feed/items/map-item.ts';
import { ReadReport } from '../../../connector/sources/product-feed/items/read-report.ts';
import { type SkipReason, totalOf } from '../../../connector/sources/product-feed/items/skip-reason.ts';
import type { Separators } from '../../../connector/text/amount.ts';
import type { Examination } from '../examine-listing.ts';
import type { Found } from '../finding.ts';
import { Offers } from '../offers.ts';
import { Tally } from '../tally.ts';
import type { FeedCode } from './explain-feed-finding.ts';

const maxPaths = 100_000;

/** What a refresh counts, with values as samples, and what only a doctor has the time for. */
export class FeedExamination extends ReadReport implements Examination {
  readonly offers = new Offers();
  readonly pathsLeftOut = new Map<string, string>();
  readonly #tally = new Tally<FeedCode>();

  get itemsLeftOut(): number {
    return totalOf(this.skipped);
  }

  override show(variants: readonly Variant[], settled: readonly Variant[], separators: Separators): void {
    super.show(variants, settled, separators);
    for (const variant of settled) this.offers.add(variant);
    if (!areUnlike(settled)) return;
    const titles = settled.slice(0, 3).map(({ title }) => title);
    this.#tally.add('unlike_group', settled[0]!.groupId!, titles.join(' | '));
  }

  override guessEncoding(encoding: string): void {
    super.guessEncoding(encoding);
    this.#tally.add('guessed_encoding', 'feed', encoding);
  }

  override warn(warning: ItemWarning, variant: Variant, value?: string): void {
    super.warn(warning, variant, value);
    this.#tally.add(warning, variant.id, value ?? variant.title);
  }

  override skip(reason: SkipReason, id: string | undefined, of: FeedItem | Variant): void {
    super.skip(reason, id, of);
    this.#tally.add(reason, id || `item ${this.items}`, wrongValue(reason, of));
    if (reason === 'duplicate_id' || this.pathsLeftOut.size >= maxPaths) return;
    for (const path of 'values' in of ? categoryPaths(of) : of.categoryPaths) {
      const key = path.join('\n');
      if (!this.pathsLeftOut.has(key)) this.pathsLeftOut.set(key, id ?? '');
    }
  }

  found(): Found[] {
    return [...this.#tally.found, ...this.offers.found()];
  }
}

/** Whether the titles of a group have not one word in common: then its id is hardly that of one product. */
function areUnlike(variants: readonly Variant[]): boolean {
  if (variants.length < 2) return false;
  const [first, ...others] = variants.map(({ title }) => new Set(title.toLowerCase().match(/[\p{L}\p{N}]+/gu)));
  return ![...first!].some((word) => others.every((words) => words.has(word)));
}

function wrongValue(reason: SkipReason, of: FeedItem | Variant): string | null {
  if (!('values' in of)) return of.title;
  const { title, link, price } = of.values;
  if (reason === 'bad_link' || reason === 'too_long') return link ?? null;
  if (reason === 'bad_price' || reason === 'unknown_currency') return price ?? null;
  return title ?? link ?? null;
}
