import type { SampleProduct } from '../sample-product.ts';
import type { ShopAnswer } from '../sample-shop.ts';
import { fieldsOf, pick } from './medusa-fields.ts';
import { categoriesOf, productRecord, regionRecord, regions } from './medusa-records.ts';
import { jsonAnswer, type ShopApi } from './shop-api.ts';

/** The channels of each publishable key; without one, and with several, Medusa refuses in its own ways. */
const channelsOf: Record<string, number> = { pk_sample: 1, pk_no_channel: 0, pk_several_channels: 2 };

const listParameters = ['limit', 'offset', 'order', 'fields'];
const productParameters = [...listParameters, 'region_id', 'country_code', 'province', 'cart_id', 'id', 'handle', 'q'];

/** The Store API of Medusa 2, as version 2.21 answers. */
export function medusaApi(products: readonly SampleProduct[]): ShopApi {
  const categories = categoriesOf(products);
  return ({ method, url: { pathname, searchParams, origin }, headers }) => {
    const resource = /^\/store\/(regions|product-categories|products)$/.exec(pathname)?.[1];
    const key = headers['x-publishable-api-key'];
    if (!pathname.startsWith('/store/')) return undefined;
    if (!key) return refusal('not_allowed', `Publishable API key required in the request header: ${keyHelp}`);
    const channels = channelsOf[String(key)];
    if (channels === undefined)
      return refusal('not_allowed', 'A valid publishable key is required to proceed with the request');
    if (!resource || method !== 'GET') return noRoute(method, pathname);
    const wrong = wrongParameter(searchParams, resource === 'products' ? productParameters : listParameters);
    if (wrong) return refusal('invalid_data', wrong);
    const [offset, limit] = [Number(searchParams.get('offset') ?? 0), Number(searchParams.get('limit') ?? 50)];
    const listed = <T>(name: string, records: readonly T[], show: (record: T, index: number) => unknown) => {
      const shown = records.slice(offset, offset + limit).map((record, index) => show(record, offset + index));
      return jsonAnswer(200, { [name]: shown, count: records.length, offset, limit });
    };

    const fields = fieldsOf(resource, searchParams.get('fields'));
    if (resource === 'regions') return listed('regions', regions, (region) => pick(regionRecord(region), fields));
    if (resource === 'product-categories')
      return listed('product_categories', categories, (category) => pick(category, fields));
    if (channels === 0) return refusal('invalid_data', 'Publishable key needs to have a sales channel configured');
    const { variants } = fields;
    const wants = (name: string) => variants === true || variants?.[name] !== undefined;
    const region = regions.find(({ id }) => id === searchParams.get('region_id'));
    if (variants !== true && wants('calculated_price') && !region) {
      const id = searchParams.get('region_id');
      if (id === null)
        return refusal('invalid_data', 'Missing required pricing context to calculate prices - region_id');
      return refusal('invalid_data', `Region with id ${id} not found when populating the pricing context`);
    }
    if (variants !== true && wants('inventory_quantity') && channels > 1) return refusal('invalid_data', noStock);
    const country = searchParams.get('country_code');
    const priced = region && {
      region,
      rate: country === null ? undefined : country === region.countries[0] ? region.rate : 0,
    };
    const idOf = new Map(categories.map(({ id, path }) => [path, id]));
    return listed('products', products, (product, index) =>
      pick(
        productRecord(product, { index, origin, priced, categoryId: idOf.get(product.categories.join('\n')) }),
        fields,
      ),
    );
  };
}

const keyHelp = 'x-publishable-api-key. You can manage your keys in settings in the dashboard.';
const noStock =
  'Inventory availability cannot be calculated in the given context. Either provide a single sales channel id or configure a single sales channel in the publishable key';

function wrongParameter(query: URLSearchParams, known: readonly string[]): string | undefined {
  for (const [name, value] of query) {
    const field = name.replace(/\[\$\w+\]$/, '');
    if (!known.includes(field)) return `Invalid request: Unrecognized fields: '${name}'`;
    if (field !== name)
      return `Invalid request: Expected type: 'string, array' for field '${field}', got: '[object Object]'`;
    if (['limit', 'offset'].includes(name) && !/^\d+$/.test(value))
      return `Invalid request: Expected type: 'number' for field '${name}', got: '${value}'`;
    if (name === 'order' && !['id', 'created_at'].includes(value)) return `Order field ${value} is not valid`;
  }
  return undefined;
}

function refusal(type: string, message: string): ShopAnswer {
  return jsonAnswer(400, { type, message });
}

/** Express's own page. */
function noRoute(method: string, pathname: string): ShopAnswer {
  const body = `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot ${method} ${encodeURI(pathname)}</pre>\n</body>\n</html>\n`;
  return { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
