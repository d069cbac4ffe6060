import type { Money } from '../../connector/catalog/catalog-source.ts';
import { type Found, maxSamples } from './finding.ts';
import { PriceSpread } from './price-spread.ts';
import { Tally } from './tally.ts';

/** An item as agents see it: `salePrice` only where they are shown one. */
interface Offer {
  id: string;
  title: string;
  price: Money;
  salePrice: Money | null;
  available: boolean;
}

/** What a price may fall by before it looks like a mistake. */
const hugeDiscount = 0.1;

/** Stock and prices of all that is shown. */
export class Offers {
  inStock = 0;
  onSale = 0;
  readonly #odd = new Tally<'huge_discount' | 'zero_price'>();
  readonly #spreads = new Map<string, PriceSpread>();

  add({ id, title, price, salePrice, available }: Offer): void {
    if (available) this.inStock++;
    if (salePrice) this.onSale++;
    if (salePrice && salePrice.amount < price.amount * hugeDiscount) {
      this.#odd.add('huge_discount', id, `${price.amount} → ${salePrice.amount} ${price.currency}`);
    }
    if (price.amount === 0) this.#odd.add('zero_price', id, title);
    else this.#spreadOf(price.currency).add(id, price.amount);
  }

  /** Most frequent first. */
  get prices(): PriceSpread[] {
    return [...this.#spreads.values()].sort((a, b) => b.count - a.count);
  }

  found(): Found[] {
    return [...this.#odd.found, ...this.#otherCurrencies(), ...this.#outliers('above'), ...this.#outliers('below')];
  }

  #spreadOf(currency: string): PriceSpread {
    const spread = this.#spreads.get(currency) ?? new PriceSpread(currency);
    this.#spreads.set(currency, spread);
    return spread;
  }

  #otherCurrencies(): Found[] {
    const [, ...others] = this.prices;
    if (others.length === 0) return [];
    const samples = others.slice(0, maxSamples).map(({ lowest, currency }) => ({ id: lowest[0]!.id, value: currency }));
    return [{ code: 'several_currencies', count: others.reduce((sum, { count }) => sum + count, 0), samples }];
  }

  #outliers(side: 'above' | 'below'): Found[] {
    const outliers = this.prices.map((spread) => spread.outliers()[side]);
    const count = outliers.reduce((sum, one) => sum + one.count, 0);
    const samples = outliers.flatMap((one) => one.samples).slice(0, maxSamples);
    return count > 0 ? [{ code: `price_far_${side}`, count, samples }] : [];
  }
}
