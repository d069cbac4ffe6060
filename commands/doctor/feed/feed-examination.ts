import type { FeedItem } from '../../../connector/sources/product-feed/feed/feed-item.ts';
import { categoryPaths } from '../../../connector/sources/product-feed/items/category-paths.ts';
import type { ItemWarning } from '../../../connector/sources/product-feed/items/check-item.ts';
import type { Variant } from '../../../connector/sources/product-feed/items/map-item.ts';
import { ReadReport } from '../../../connector/sources/product-feed/items/read-report.ts';
import type { SkipReason } from '../../../connector/sources/product-feed/items/skip-reason.ts';
import type { Separators } from '../../../connector/text/amount.ts';
import { type FindingCode, finding } from '../explain-finding.ts';
import { type Finding, maxSamples, type Sample } from '../finding.ts';
import { PriceSpread } from '../price-spread.ts';

/** What a price may fall by before it looks like a mistake. */
const hugeDiscount = 0.1;
const maxPaths = 100_000;

/** What a refresh counts, with values as samples, and what only a doctor has the time for. */
export class FeedExamination extends ReadReport {
  readonly #samples = new Map<FindingCode, Sample[]>();
  readonly #spreads = new Map<string, PriceSpread>();
  #hugeDiscounts = 0;
  #unlikeGroups = 0;
  inStock = 0;
  onSale = 0;
  /** Category paths of items that are left out, labels joined by line breaks; an item's id each. */
  readonly pathsLeftOut = new Map<string, string>();

  override show(variants: readonly Variant[], settled: readonly Variant[], separators: Separators): void {
    super.show(variants, settled, separators);
    for (const { id, price, salePrice, available } of settled) {
      if (available) this.inStock++;
      if (salePrice) this.onSale++;
      if (salePrice && salePrice.amount < price.amount * hugeDiscount) {
        this.#hugeDiscounts++;
        this.#keep('huge_discount', id, `${price.amount} → ${salePrice.amount} ${price.currency}`);
      }
      const spread = this.#spreads.get(price.currency) ?? new PriceSpread(price.currency);
      this.#spreads.set(price.currency, spread);
      spread.add(id, price.amount);
    }
    if (areUnlike(settled)) {
      this.#unlikeGroups++;
      this.#keep(
        'unlike_group',
        settled[0]!.groupId!,
        settled
          .slice(0, 3)
          .map(({ title }) => title)
          .join(' | '),
      );
    }
  }

  override guessEncoding(encoding: string): void {
    super.guessEncoding(encoding);
    this.#keep('guessed_encoding', 'feed', encoding);
  }

  override warn(warning: ItemWarning, variant: Variant, value?: string): void {
    super.warn(warning, variant, value);
    this.#keep(warning, variant.id, value ?? variant.title);
  }

  override skip(reason: SkipReason, id: string | undefined, of: FeedItem | Variant): void {
    super.skip(reason, id, of);
    this.#keep(reason, id || `item ${this.items}`, wrongValue(reason, of));
    if (reason === 'duplicate_id' || this.pathsLeftOut.size >= maxPaths) return;
    for (const path of 'values' in of ? categoryPaths(of) : of.categoryPaths) {
      const key = path.join('\n');
      if (!this.pathsLeftOut.has(key)) this.pathsLeftOut.set(key, id ?? '');
    }
  }

  /** Most frequent first. */
  get prices(): PriceSpread[] {
    return [...this.#spreads.values()].sort((a, b) => b.count - a.count);
  }

  findings(): Finding[] {
    const found = Object.entries(this.problems).map(([code, count]) =>
      finding(code as FindingCode, count, this.#samples.get(code as FindingCode) ?? []),
    );
    if (this.#hugeDiscounts > 0) {
      found.push(finding('huge_discount', this.#hugeDiscounts, this.#samples.get('huge_discount')!));
    }
    if (this.#unlikeGroups > 0) {
      found.push(finding('unlike_group', this.#unlikeGroups, this.#samples.get('unlike_group')!));
    }
    const [, ...others] = this.prices;
    if (others.length > 0) {
      const samples = others
        .slice(0, maxSamples)
        .map(({ lowest, currency }) => ({ id: lowest[0]!.id, value: currency }));
      found.push(
        finding(
          'several_currencies',
          others.reduce((sum, { count }) => sum + count, 0),
          samples,
        ),
      );
    }
    const outliers = this.prices.map((spread) => spread.outliers());
    for (const [code, side] of [
      ['price_far_above', 'above'],
      ['price_far_below', 'below'],
    ] as const) {
      const count = outliers.reduce((sum, one) => sum + one[side].count, 0);
      if (count > 0)
        found.push(finding(code, count, outliers.flatMap((one) => one[side].samples).slice(0, maxSamples)));
    }
    return found;
  }

  #keep(code: FindingCode, id: string, value: string | null): void {
    const samples = this.#samples.get(code) ?? [];
    this.#samples.set(code, samples);
    if (samples.length < maxSamples)
      samples.push({ id: shortened(id), value: value === null ? null : shortened(value) });
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

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
