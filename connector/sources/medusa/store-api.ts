import type { ZodMiniType } from 'zod/mini';
import type { Shop } from '../../catalog/catalog-source.ts';
import type { ShopCategory } from '../../catalog/category-paths.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { ShopFailure } from '../../errors.ts';
import { callShop } from '../../guarded-http/shop-json.ts';
import { plainLine } from '../../text/plain-text.ts';
import { categoriesSchema, productsSchema, type Region, regionsSchema } from './answers.ts';
import { causes, explain } from './causes.ts';
import type { Settings } from './parameters.ts';

/** A hundred products of a hundred variants each; it counts as unpacked, too. */
const maxBytes = 32_000_000;
const categoriesPerPage = 500;
const mostCategories = 20_000;

/** Those that every version has. Categories are there only as a whole, prices as documented. */
const productFields = [
  'id,title,subtitle,handle,description,thumbnail,metadata,images.url,*categories,collection.title,type.value,tags.value',
  'variants.id,variants.title,variants.sku,variants.barcode,variants.ean,variants.upc,variants.options.value',
  'variants.manage_inventory,variants.allow_backorder,variants.inventory_quantity,*variants.calculated_price',
].join();

/** All regions, and the one whose prices are read. */
export async function regionOf(shop: Shop<Settings>): Promise<{ region: Region; regions: readonly Region[] }> {
  const { region: name, taxCountry } = shop.credentials;
  const regions = await listRegions(shop);
  if (regions.some(({ tax_rate }) => tax_rate !== undefined)) throw failureOf(causes.medusa1);
  if (regions.length === 0) throw failureOf(causes.noRegion);
  const named = name === undefined ? regions : regions.filter((each) => folded(each.name) === folded(name));
  if (named.length === 0) throw failureOf(causes.unknownRegion);
  const hasCountry = ({ countries }: Region) => countries.some(({ iso_2 }) => iso_2 === taxCountry);
  const region = taxCountry === undefined ? named[0] : named.find(hasCountry);
  if (!region) throw failureOf(causes.foreignCountry);
  return { region, regions };
}

/** As they were made. The first that an address is asked: what answers otherwise is no shop with a fault, but another address. */
async function listRegions(shop: Shop<Settings>): Promise<readonly Region[]> {
  try {
    return (await ask(shop, 'regions', { limit: '100', order: 'created_at' }, regionsSchema)).regions;
  } catch (error) {
    const isOther = error instanceof ShopFailure && error.reason === 'not_a_catalog' && !error.parameter;
    throw isOther ? failureOf(causes.notMedusa, { cause: error }) : error;
  }
}

/** The tree as visitors see it, without what is internal or not active. */
export async function listCategories(shop: Shop<Settings>): Promise<ShopCategory[]> {
  const categories: ShopCategory[] = [];
  for (let read = 0; ; ) {
    const { product_categories: page, count } = await someCategories(shop, categoriesPerPage, read);
    for (const each of page)
      if (each)
        categories.push({ id: each.id, label: plainLine(each.name ?? '', 200), parentId: each.parent_category_id });
    read += page.length;
    if (read >= Math.min(count, mostCategories)) return categories;
    if (page.length === 0)
      throw new ShopFailure('failed', `The shop says that it has ${count} categories, but listed ${read}.`);
  }
}

/** For a proof, which must not wait for a large tree. */
export async function countCategories(shop: Shop<Settings>): Promise<number> {
  return (await someCategories(shop, 1, 0)).count;
}

function someCategories(shop: Shop<Settings>, limit: number, offset: number) {
  const query = { fields: 'id,name,parent_category_id', order: 'id', limit: `${limit}`, offset: `${offset}` };
  return ask(shop, 'product-categories', query, categoriesSchema);
}

interface Slice {
  region: Region;
  limit: number;
  offset?: number;
}

interface Products {
  records: readonly unknown[];
  limit: number;
  count: number;
  /** `count` is an estimate of the index engine. */
  isEstimate: boolean;
}

/** In the order of their ids. */
export async function listProducts(shop: Shop<Settings>, { region, limit, offset = 0 }: Slice): Promise<Products> {
  const { taxCountry } = shop.credentials;
  const { products, count, estimate_count } = await ask(
    shop,
    'products',
    {
      ...{ fields: productFields, region_id: region.id, order: 'id', limit: `${limit}`, offset: `${offset}` },
      ...(taxCountry !== undefined && { country_code: taxCountry }),
    },
    productsSchema,
  );
  return { records: products, limit, count, isEstimate: estimate_count !== undefined };
}

async function ask<Value>(
  shop: Shop<Settings>,
  path: string,
  query: Record<string, string>,
  schema: ZodMiniType<Value>,
): Promise<Value> {
  const { apiUrl, publishableKey } = shop.credentials;
  const url = `${apiUrl}/store/${path}?${new URLSearchParams(query)}`;
  const secretHeaders = { 'x-publishable-api-key': publishableKey };
  return (await callShop({ url, secretHeaders, maxBytes, schema, explain }, shop)).value;
}

const folded = (text: string) => text.trim().toLowerCase();
