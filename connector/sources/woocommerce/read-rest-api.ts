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
import { isCause } from './causes.ts';
import { entryOf, isAvailable, type PathsOf, pathsOfCategories, shownPrice } from './entry-of.ts';
import { listById, page, pageSize } from './list-by-id.ts';
import type { Settings } from './parameters.ts';
import { type Ask, openRestApi } from './rest-api.ts';

const route = '/wc/v3/products';
const published = { status: 'publish' };
const settingsSchema = z.array(z.object({ id: text, value: text }));
const idAndValue = { _fields: 'id,value' };

/** The API of the shop's admin, for a shop that keeps the other one closed: its prices are those that were typed there. */
export async function* readRestApi(shop: Shop<Settings>, from: string | undefined): AsyncGenerator<Page> {
  const { ask, currency } = await open(shop);
  const pathsOf = pathsOfCategories(await categoriesOf(ask));
  const query = { ...published, _fields: fieldsOf(restProduct) };
  const variationsOf = variationReader(ask);
  for await (const { records, ...rest } of listById(ask, route, query, from)) {
    const products = records
      .map((record) => restProduct.safeParse(record).data)
      .filter((product) => !product || isShown(product));
    const variations = await variationsOf(products.filter((product) => product !== undefined));
    const entries = pageOf(products, (product) =>
      product ? entryOfRest(product, variations.get(product.id) ?? [], currency, pathsOf) : 'unreadable',
    );
    yield { ...rest, ...entries, listed: records.length };
  }
}

export async function proveRestApi(shop: Shop<Settings>) {
  const { ask, currency, general } = await open(shop);
  const { value, total } = await page(ask, route, { ...published, per_page: '1', _fields: fieldsOf(restProduct) });
  const categories = (await categoriesOf(ask)).length;
  const taxIsAdded = settingOf(general, 'woocommerce_calc_taxes') === 'yes' && (await addsTax(ask));
  return { total, categories, example: restProduct.safeParse(value[0]).data, currency, taxIsAdded };
}

async function open(shop: Shop<Settings>) {
  const { ask, first } = await openRestApi(shop, '/wc/v3/settings/general', idAndValue, settingsSchema);
  return { ask, general: first.value, currency: settingOf(first.value, 'woocommerce_currency') };
}

/** Of a shop with taxes; one without need not have these settings. */
async function addsTax(ask: Ask): Promise<boolean> {
  const { value: taxes } = await ask('/wc/v3/settings/tax', idAndValue, settingsSchema);
  const isWithout = settingOf(taxes, 'woocommerce_prices_include_tax') === 'no';
  return isWithout && settingOf(taxes, 'woocommerce_tax_display_shop') === 'incl';
}

function settingOf(settings: z.infer<typeof settingsSchema>, id: string): string {
  return settings.find((setting) => setting.id === id)?.value ?? '';
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

type VariationReader = (products: readonly RestProduct[]) => Promise<Map<string, RestVariation[]>>;

/** A hundred variations a request since WooCommerce 10.3, before it a request a product. */
function variationReader(ask: Ask): VariationReader {
  let isOlder = false;
  const fields = { _fields: fieldsOf(restVariation), status: 'publish' };
  return async (products) => {
    const found = new Map<string, RestVariation[]>();
    const add = (records: readonly unknown[], parent?: string) => {
      for (const record of records) {
        const variation = restVariation.safeParse(record).data;
        const key = parent ?? variation?.parent_id ?? '';
        if (variation) found.set(key, [...(found.get(key) ?? []), variation]);
      }
    };
    const ids = products.flatMap(({ variations }) => variations);
    for (let at = 0; at < ids.length && !isOlder; at += pageSize) {
      try {
        const include = ids.slice(at, at + pageSize).join(',');
        add((await page(ask, '/wc/v3/variations', { ...fields, include })).value);
      } catch (error) {
        if (!isCause(error, 'noWooCommerce')) throw error;
        isOlder = true;
      }
    }
    for (const { id, variations } of isOlder ? products : []) {
      for (let offset = 0; offset < variations.length; offset += pageSize) {
        add((await page(ask, `${route}/${id}/variations`, { ...fields, offset: String(offset) })).value, id);
      }
    }
    return found;
  };
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
