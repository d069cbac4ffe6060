import type { CatalogEntry } from '../../connector/catalog/catalog-entry.ts';
import type { Money, Page, Product, Whole } from '../../connector/catalog/catalog-source.ts';
import { isPresentable } from '../../connector/catalog/to-wire.ts';
import { damagedExcerpt } from '../../connector/text/damaged-text.ts';
import { hasMarkup } from '../../connector/text/plain-text.ts';
import type { Examination } from './examine-listing.ts';
import type { CatalogCode } from './explain-finding.ts';
import type { Found } from './finding.ts';
import { Offers } from './offers.ts';
import { Tally } from './tally.ts';

/** What any source yields, product by product. */
export class EntryExamination implements Examination {
  items = 0;
  itemsLeftOut = 0;
  readonly offers = new Offers();
  readonly pathsLeftOut = new Map<string, string>();
  readonly #tally = new Tally<CatalogCode>();
  /** Every id so far, and whether agents get its product. */
  readonly #shown = new Map<string, boolean>();
  #entries = 0;
  #problems: Record<string, number> = {};

  /** The same pages, without what agents never get. */
  async *watch(pages: AsyncGenerator<Page, Whole | 'unchanged'>): AsyncGenerator<Page, Whole | 'unchanged'> {
    try {
      for (;;) {
        const { done, value } = await pages.next();
        if (!done) yield this.#look(value);
        else {
          if (value !== 'unchanged') this.#problems = value.problems ?? {};
          return value;
        }
      }
    } finally {
      await pages.return('unchanged'); // Nothing, unless the listing was left before its end.
    }
  }

  found(): Found[] {
    const unlisted = this.items - this.#entries;
    const own: Found[] = [
      ...this.#tally.found,
      ...this.offers.found(),
      ...(unlisted > 0 ? [{ code: 'no_product', count: unlisted, samples: [] }] : []),
    ];
    // What the source counts by the same name, it may have counted before it joined or dropped some.
    const both = own.map((one) => ({ ...one, count: Math.max(one.count, this.#problems[one.code] ?? 0) }));
    const others = Object.entries(this.#problems)
      .filter(([code, count]) => count > 0 && !own.some((one) => one.code === code))
      .map(([code, count]) => ({ code, count, samples: [] }));
    return [...both, ...others];
  }

  #look({ entries, listed = entries.length, ...page }: Page): Page {
    this.items += listed;
    this.#entries += entries.length;
    return { ...page, listed, entries: entries.filter((entry) => this.#take(entry)) };
  }

  #take({ product, categoryPaths }: CatalogEntry): boolean {
    const { id, title } = product;
    const isShown = this.#shown.get(id);
    if (isShown !== undefined) {
      this.#leaveOut('duplicate_id', id, title);
      return isShown; // The listing passes over it; a whole page of them goes in circles.
    }
    const fault = faultOf(product);
    this.#shown.set(id, !fault);
    if (!fault) this.#check(product, categoryPaths);
    else {
      this.#leaveOut(fault.code, id, fault.value);
      for (const path of categoryPaths) this.pathsLeftOut.set(path.join('\n'), id);
    }
    return !fault;
  }

  #leaveOut(code: CatalogCode, id: string, value: string): void {
    this.itemsLeftOut++;
    this.#tally.add(code, id, value);
  }

  #check(product: Product, categoryPaths: readonly string[][]): void {
    const { id, title, brand, description, imageUrl, price, salePrice } = product;
    const warn = (code: CatalogCode, value: string) => this.#tally.add(code, id, value);
    const damaged = damagedExcerpt([title, brand, description, ...categoryPaths.flat()]);
    const isLower = salePrice?.currency === price.currency && salePrice.amount < price.amount;
    if (hasMarkup(title)) warn('html_title', title);
    if (damaged !== undefined) warn('damaged_text', damaged);
    if (/^http:/i.test(imageUrl)) warn('insecure_image', imageUrl);
    if (categoryPaths.length === 0) warn('no_category', title);
    if (!description) warn('no_description', title);
    if (!brand) warn('no_brand', title);
    if (salePrice && !isLower) warn('sale_not_lower', `${written(salePrice)}, price ${written(price)}`);
    this.offers.add({ ...product, salePrice: isLower ? salePrice : null });
  }
}

const url = 'https://shop.example';
const sound = { id: '1', title: 'A', url, imageUrl: url, price: { amount: 1, currency: 'EUR' } };
const codes = { id: 'no_id', title: 'no_title', url: 'bad_link', imageUrl: 'no_image', price: 'bad_price' } as const;

/** The first field that keeps the product from agents. */
function faultOf(product: Product): { code: CatalogCode; value: string } | undefined {
  if (isPresentable(product)) return undefined;
  const fields = Object.keys(codes) as (keyof typeof codes)[];
  const field = fields.find((one) => !isPresentable({ ...product, ...sound, [one]: product[one] }))!;
  const value = product[field];
  return { code: codes[field], value: typeof value === 'string' ? value.trim() || product.url : written(value) };
}

function written({ amount, currency }: Money): string {
  return `${amount} ${currency}`;
}
