import { medusaApi } from '../../../dev/sample-shop/apis/medusa.ts';
import { products } from '../../../dev/sample-shop/products.ts';
import type { Admin } from './admin.ts';
import type { Seeded } from './seed.ts';

interface Call {
  path: string;
  /** `one` sales channel unless given. */
  key?: 'one' | 'none' | 'several' | 'wrong' | 'secret' | undefined;
  withoutKey?: boolean;
  method?: string;
}

const priced = 'fields=id,variants.calculated_price';
const all =
  'fields=id,title,subtitle,handle,description,thumbnail,metadata,images.url,*categories,collection.title,type.value,tags.value,variants.id,variants.title,' +
  'variants.sku,variants.barcode,variants.ean,variants.upc,variants.options.value,variants.manage_inventory,variants.allow_backorder,' +
  'variants.inventory_quantity,*variants.calculated_price&region_id={region}&order=id&limit=5';

/** What a server answers and refuses; `{region}` is the id of its first one. */
const calls: Record<string, Call> = {
  'the regions': { path: '/store/regions?limit=100&order=created_at' },
  'the categories': { path: '/store/product-categories?fields=id,name,parent_category_id&order=id&limit=5' },
  'the products': { path: `/store/products?${all}` },
  'the products, taxed': { path: `/store/products?${all}&country_code=fr` },
  'products as they come': { path: '/store/products?limit=2' },
  'products and metadata': { path: '/store/products?limit=2&fields=%2Bmetadata' },
  'categories by their fields': { path: '/store/products?limit=2&fields=id,categories.id' },
  'an unknown field': { path: '/store/products?limit=2&fields=id,nothing' },
  'no product': { path: '/store/products?limit=0' },
  'products past the end': { path: '/store/products?limit=2&offset=100000&fields=id' },
  'no key': { path: '/store/regions', withoutKey: true },
  'a wrong key': { path: '/store/regions', key: 'wrong' },
  'a secret key': { path: '/store/regions', key: 'secret' },
  'the regions, by a key without a channel': { path: '/store/regions?limit=1&fields=id', key: 'none' },
  'a key without a channel': { path: '/store/products?limit=1&fields=id', key: 'none' },
  'a key of several channels': { path: '/store/products?limit=1&fields=id', key: 'several' },
  'stock by a key of several channels': { path: '/store/products?limit=1&fields=id,variants.inventory_quantity', key: 'several' },
  'an unknown region': { path: `/store/products?${priced}&region_id=reg_nothing` },
  'prices without a region': { path: `/store/products?${priced}` },
  'an unknown parameter': { path: '/store/products?nothing=1' },
  'an unknown parameter of regions': { path: '/store/regions?nothing=1' },
  'an unknown order': { path: '/store/products?order=nothing' },
  'no number': { path: '/store/products?limit=abc' },
  'an id as an operator': { path: '/store/products?id[$gt]=prod_0' },
  'an unknown path': { path: '/store/nothing' },
  'an unknown method': { path: '/store/products', method: 'POST' },
};

/** What the played shop answers otherwise than the server, a line each: another status or text, or a field that the server has not. */
export async function playedDifferences(origin: string, admin: Admin, seeded: Seeded): Promise<string[]> {
  const played = medusaApi(products);
  const { sales_channels } = await admin.get('/sales-channels');
  const keyOf = async (type: 'publishable' | 'secret', channels: string[] = []) => {
    const { api_key } = await admin.post('/api-keys', { title: 'To compare', type });
    if (channels.length > 0) await admin.post(`/api-keys/${api_key.id}/sales-channels`, { add: channels });
    return api_key.token as string;
  };
  const keys = {
    one: [seeded.publishableKey, 'pk_sample'],
    none: [await keyOf('publishable'), 'pk_no_channel'],
    several: [await keyOf('publishable', sales_channels.map(({ id }: { id: string }) => id)), 'pk_several_channels'],
    wrong: ['pk_wrong', 'pk_wrong'],
    secret: [await keyOf('secret'), 'sk_secret'],
  } as const;
  const differences: string[] = [];
  for (const [name, { path, key = 'one', withoutKey = false, method = 'GET' }] of Object.entries(calls)) {
    const headers = keys[key].map((each) => (withoutKey ? {} : { 'x-publishable-api-key': each }));
    const real = await fetch(origin + path.replace('{region}', seeded.region), { method, headers: headers[0]! });
    const url = new URL(path.replace('{region}', 'reg_01EUROPE'), 'http://127.0.0.1');
    const here = played({ method, url, headers: headers[1]!, body: '' })!;
    const [theirs, ours] = [outline(real.status, await real.text()), outline(here.status, here.body)];
    if (theirs.text !== ours.text) differences.push(`${name}: the played shop answers ${ours.text}, the server ${theirs.text}`);
    else for (const field of ours.fields.difference(theirs.fields)) differences.push(`${name}: the server has no ${field}`);
  }
  return differences;
}

/** Status and what a refusal says; the fields of an answer, of all records together. */
function outline(status: number, body: string): { text: string; fields: Set<string> } {
  if (/^\s*</.test(body)) return { text: `${status} ${body.replace(/\s+/g, ' ').trim()}`, fields: new Set() };
  const answer = JSON.parse(body);
  if (status !== 200) return { text: `${status} ${answer.type} ${answer.message}`, fields: new Set() };
  return { text: String(status), fields: fieldsOf(answer) };
}

function fieldsOf(value: unknown, path = ''): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((each) => [...fieldsOf(each, path)]));
  if (value === null || typeof value !== 'object') return new Set();
  return new Set(Object.entries(value).flatMap(([name, each]) => [`${path}${name}`, ...fieldsOf(each, `${path}${name}.`)]));
}
