import * as z from 'zod/mini';
import type { Page, Shop } from '../../catalog/catalog-source.ts';
import { pageOf } from '../../catalog/page-of.ts';
import {
  categoryList,
  fieldsOf,
  type RestProduct,
  type RestVariation,
  restProduct,
  restVariation,
  text,
} from './answers.ts';
import { entryOf, isAvailable, type PathsOf, pathsOfCategories, shownPrice } from './entry-of.ts';
import { listById, page, pageSize } from './list-by-id.ts';
import type { Settings } from './parameters.ts';
import { type Ask, openRestApi } from './rest-api.ts';

const route = '/wc/v3/products';
/** A request for each product with variants lies between two safe points: at a slow shop, a second. */
const partSize = 20;
const published = { status: 'publish' };
const settingsSchema = z.array(z.object({ id: text, value: text }));
const idAndValue = { _fields: 'id,value' };

/** The API of the shop's admin, for a shop that keeps the other one closed: its prices are those that were typed there. */
export async function* readRestApi(shop: Shop<Settings>, from: string | undefined): AsyncGenerator<Page> {
  const { ask, currency } = await open(shop);
  const pathsOf = pathsOfCategories(await categoriesOf(ask));
  const query = { ...published, _fields: fieldsOf(restProduct) };
  for await (const { records, ...rest } of listById(ask, route, query, from, partSize)) {
    const products = records
      .map((record) => restProduct.safeParse(record).data)
      .filter((product) => !product || isShown(product));
    const variations = new Map<string, RestVariation[]>();
    for (const product of products) if (product) variations.set(product.id, await variationsOf(ask, product));
    const entries = pageOf(products, (product) =>
      product ? entryOfRest(product, variations.get(product.id) ?? [], currency, pathsOf) : 'unreadable',
    );
    yield { ...rest, ...entries, listed: records.length };
  }
}

export async function proveRestApi(shop: Shop<Settings>) {
  const { ask, currency, hasTaxes } = await open(shop);
  const { value, total } = await page(ask, route, { ...published, per_page: '1', _fields: fieldsOf(restProduct) });
  const { total: categories } = await page(ask, `${route}/categories`, { per_page: '1', _fields: 'id' });
  return { total, categories, example: restProduct.safeParse(value[0]).data, currency, hasTaxes };
}

async function open(shop: Shop<Settings>) {
  const { ask, first } = await openRestApi(shop, '/wc/v3/settings/general', idAndValue, settingsSchema);
  const setting = (id: string) => first.value.find((each) => each.id === id)?.value ?? '';
  return { ask, currency: setting('woocommerce_currency'), hasTaxes: setting('woocommerce_calc_taxes') === 'yes' };
}

async function categoriesOf(ask: Ask) {
  const categories: z.infer<typeof categoryList> = [];
  for (let offset = 0; ; offset += pageSize) {
    const { value, total } = await page(ask, `${route}/categories`, {
      offset: String(offset),
      _fields: 'id,name,parent',
    });
    categories.push(...categoryList.parse(value));
    if (value.length === 0 || offset + pageSize >= total) return categories;
  }
}

function isShown({ status, catalog_visibility, post_password }: RestProduct): boolean {
  const isListed = catalog_visibility !== 'hidden' && catalog_visibility !== 'search';
  return isListed && post_password === '' && (status === '' || status === 'publish');
}

/** A request for each product that has some. */
async function variationsOf(ask: Ask, { id, variations }: RestProduct): Promise<RestVariation[]> {
  const found: RestVariation[] = [];
  for (let offset = 0; offset < variations.length; offset += pageSize) {
    const query = { ...published, _fields: fieldsOf(restVariation), offset: String(offset) };
    const { value } = await page(ask, `${route}/${id}/variations`, query);
    found.push(...value.flatMap((record) => restVariation.safeParse(record).data ?? []));
  }
  return found;
}

/** What agents see of a product, whose variations are those given. */
export function entryOfRest(
  product: RestProduct,
  variations: readonly RestVariation[],
  currency: string,
  pathsOf: PathsOf,
) {
  const { type, purchasable, stock_status, attributes, global_unique_id } = product;
  return entryOf(
    product,
    {
      price: priceOf(product, variations, currency),
      // What plugins add to `instock` and `onbackorder` can be bought as well.
      available: isAvailable(type, purchasable, stock_status !== 'outofstock'),
      attributes: attributes.map(({ name, options }) => ({ name, values: options })),
      references: [global_unique_id, ...variations.flatMap((each) => [each.sku, each.global_unique_id, each.id])],
    },
    pathsOf,
  );
}

/** A variable product has no regular price of its own, and of its variations those count that cost what the listing shows. */
function priceOf(product: RestProduct, variations: readonly RestVariation[], currency: string) {
  const prices = variations.flatMap(({ price }) => amountOf(price) ?? []);
  const lowest = prices.length > 0 ? Math.min(...prices) : amountOf(product.price);
  const isRange = prices.some((price) => price !== lowest);
  const ofLowest = variations.find(({ price }) => amountOf(price) === lowest);
  const regular = isRange ? undefined : amountOf(product.regular_price || ofLowest?.regular_price || '');
  return shownPrice(lowest, regular, { currency, isOnSale: product.on_sale, html: product.price_html });
}

function amountOf(decimal: string): number | undefined {
  return /^\d{1,12}(?:\.\d+)?$/.test(decimal) ? Number(decimal) : undefined;
}
