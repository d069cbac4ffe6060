import type { Separators } from '../../../text/amount.ts';
import type { Price } from '../../../text/price.ts';
import type { Variant } from './map-item.ts';

/**
 * Of two prices of one item, one that does not tell how it is written is read as the other is. What is left to decide is
 * `undecided`; how they are written is told to `separators`.
 */
export function decideTogether(price: Price, sale: Price | null, separators: Separators): [Price, Price | null] {
  separators.note(price);
  if (!sale) return [bare(price), null];
  separators.note(sale);
  return [decidedBy(price, sale), decidedBy(sale, price)];
}

function decidedBy(price: Price, { decimal, grouping }: Price): Price {
  const { undecided } = price;
  if (!undecided || !(decimal || grouping)) return bare(price);
  const groups = decimal ? decimal !== undecided : grouping === undecided;
  return { amount: groups ? inThousands(price) : price.amount, currency: price.currency };
}

function bare({ amount, currency, undecided }: Price): Price {
  return undecided ? { amount, currency, undecided } : { amount, currency };
}

/** The variant with its amounts as the whole feed is written, and a sale price only where it is lower. */
export function settlePrices(variant: Variant, separators: Separators): Variant {
  const price = settled(variant.price, separators);
  const sale = variant.salePrice && settled(variant.salePrice, separators);
  const salePrice = sale && sale.amount < price.amount ? sale : null;
  return price === variant.price && salePrice === variant.salePrice ? variant : { ...variant, price, salePrice };
}

function settled(price: Price, separators: Separators): Price {
  const { amount, currency, undecided } = price;
  if (!undecided) return price;
  return { amount: separators.groupsBy(undecided) ? inThousands(price) : amount, currency };
}

function inThousands({ amount }: Price): number {
  return Math.round(amount * 1000);
}
