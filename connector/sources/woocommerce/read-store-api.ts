import type { Page, Shop } from '../../catalog/catalog-source.ts';
import { pageOf } from '../../catalog/page-of.ts';
import { categoryList, fieldsOf, type StoreProduct, storeProduct, storeVariation } from './answers.ts';
import { entryOf, isAvailable, type PathsOf, pathsOfCategories, shownPrice } from './entry-of.ts';
import { listById, page, pageSize } from './list-by-id.ts';
import type { Settings } from './parameters.ts';
import { type Ask, openRestApi } from './rest-api.ts';

const route = '/wc/store/v1/products';
/** Without it hidden products are listed, too. */
const shown = { catalog_visibility: 'catalog' };

/** The API of the shop's own front: open to all, with prices as a visitor sees them. */
export async function* readStoreApi(shop: Shop<Settings>, from: string | undefined): AsyncGenerator<Page> {
  const { ask, categories } = await open(shop);
  const pathsOf = pathsOfCategories(categories);
  const query = { ...shown, _fields: fieldsOf(storeProduct) };
  for await (const { records, ...rest } of listById(ask, route, query, from)) {
    const products = records.map((record) => storeProduct.safeParse(record).data);
    const skus = await skusOf(ask, products);
    const visible = products.filter((product) => !product?.is_password_protected);
    const entries = pageOf(visible, (product) =>
      product ? entryOfStore(product, skus.get(product.id) ?? [], pathsOf) : 'unreadable',
    );
    yield { ...rest, ...entries, listed: records.length };
  }
}

export async function proveStoreApi(shop: Shop<Settings>) {
  const { ask, categories } = await open(shop);
  const query = { ...shown, per_page: '1', _fields: fieldsOf(storeProduct) };
  const { value, total } = await page(ask, route, query);
  const example = storeProduct.safeParse(value[0]).data;
  return { total, categories: categories.length, example, currency: example?.prices?.currency_code };
}

async function open(shop: Shop<Settings>) {
  const query = { hide_empty: 'false', _fields: 'id,name,parent' };
  const { ask, first } = await openRestApi(shop, `${route}/categories`, query, categoryList);
  return { ask, categories: first.value };
}

/** SKUs of variations stand nowhere but at the variations, which are listed by their parents. */
async function skusOf(ask: Ask, products: readonly (StoreProduct | undefined)[]): Promise<Map<string, string[]>> {
  const skus = new Map<string, string[]>();
  const parents = products.flatMap((product) => (product?.variations.length ? [product.id] : []));
  if (parents.length === 0) return skus;
  const query = { type: 'variation', parent: parents.join(','), _fields: fieldsOf(storeVariation) };
  for (let offset = 0; ; offset += pageSize) {
    const { value, total } = await page(ask, route, { ...query, offset: String(offset) });
    for (const record of value) {
      const { parent, sku } = storeVariation.safeParse(record).data ?? { parent: '', sku: '' };
      if (sku) skus.set(parent, [...(skus.get(parent) ?? []), sku]);
    }
    if (value.length === 0 || offset + pageSize >= total) return skus;
  }
}

/** What agents see of a product. */
export function entryOfStore(product: StoreProduct, skus: readonly string[], pathsOf: PathsOf) {
  const { type, is_purchasable, is_in_stock, attributes, variations } = product;
  return entryOf(
    product,
    {
      price: priceOf(product),
      available: isAvailable(type, is_purchasable, is_in_stock),
      attributes: attributes.map(({ name, terms }) => ({ name, values: terms.map((term) => term.name) })),
      references: [...skus, ...variations.map(({ id }) => id)],
    },
    pathsOf,
  );
}

function priceOf({ prices, is_purchasable, on_sale, price_html }: StoreProduct) {
  if (!prices) return 'missing_price';
  const { price, regular_price, price_range, currency_code, currency_minor_unit } = prices;
  const lowest = amountOf(price_range?.min_amount || price, currency_minor_unit);
  // A product without a price is said to cost 0, and cannot be bought.
  const current = lowest === 0 && !is_purchasable ? undefined : lowest;
  const regular = price_range ? undefined : amountOf(regular_price, currency_minor_unit);
  return shownPrice(current, regular, { currency: currency_code, isOnSale: on_sale, html: price_html });
}

/** `"1999"` in minor units → 19.99. */
function amountOf(minor: string, digits: string): number | undefined {
  return /^\d{1,15}$/.test(minor) && /^[0-8]$/.test(digits) ? Number(minor) / 10 ** Number(digits) : undefined;
}
