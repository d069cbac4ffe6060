import { products as sample } from '../../../dev/sample-shop/products.ts';
import type { SampleProduct } from '../../../dev/sample-shop/sample-product.ts';
import type { Admin } from './admin.ts';

export interface Seeded {
  publishableKey: string;
  channel: string;
  region: string;
  location: string;
}

/** Whose prices the comparison reads: the first of two, both with prices that include their tax. */
export const region = { name: 'Europe', currency: 'eur' };

/**
 * The sample shop's products as Medusa holds them, and what makes a shop hard: two regions, a product without a price in one of
 * them, a sale, stock that is counted, not counted, sold out and taken on backorder, drafts, a second sales channel, categories that
 * are internal or not active, a product without a picture.
 */
export async function seed(admin: Admin, count = sample.length): Promise<Seeded> {
  const { stores } = await admin.get('/stores');
  await admin.post(`/stores/${stores[0].id}`, {
    supported_currencies: [{ currency_code: 'eur', is_default: true }, { currency_code: 'usd' }],
  });
  const europe = { name: region.name, currency_code: 'eur', countries: ['fr', 'de'], is_tax_inclusive: true };
  const { region: { id: regionId } } = await admin.post('/regions', { ...europe, payment_providers: ['pp_system_default'] });
  const states = { name: 'United States', currency_code: 'usd', countries: ['us'], is_tax_inclusive: false };
  await admin.post('/regions', { ...states, payment_providers: ['pp_system_default'] });
  for (const [country_code, rate] of [['fr', 20], ['us', 8]] as const)
    await admin.post('/tax-regions', { country_code, provider_id: 'tp_system', default_tax_rate: { rate, name: 'Tax', code: 'tax' } });

  const { sales_channel: channel } = await admin.post('/sales-channels', { name: 'Online shop' });
  const { sales_channel: wholesale } = await admin.post('/sales-channels', { name: 'Wholesale' });
  const { api_key: key } = await admin.post('/api-keys', { title: 'Agents', type: 'publishable' });
  await admin.post(`/api-keys/${key.id}/sales-channels`, { add: [channel.id] });
  const address = { address_1: 'Rue du Refuge 1', city: 'Chamonix', country_code: 'fr' };
  const { stock_location: location } = await admin.post('/stock-locations', { name: 'Chamonix', address });
  await admin.post(`/stock-locations/${location.id}/sales-channels`, { add: [channel.id] });

  const categories = await seedCategories(admin);
  const { product_type: type } = await admin.post('/product-types', { value: 'Outdoor' });
  const { collection } = await admin.post('/collections', { title: 'Bivouac' });
  const created = [];
  const many = Array.from({ length: count }, (_, at) => numbered(sample[at % sample.length]!, Math.floor(at / sample.length)));
  for (let at = 0; at < many.length; at += 50) {
    const create = many.slice(at, at + 50).map((product, index) => ({
      ...productOf(product, at + index, categories),
      type_id: type.id,
      collection_id: collection.id,
      sales_channels: [{ id: (at + index) % 20 === 7 ? wholesale.id : channel.id }],
    }));
    created.push(...(await admin.post('/products/batch?fields=id,handle,*variants,*variants.inventory_items', { create })).created);
  }
  await seedStock(admin, location.id, created);
  await seedSale(admin, many, created);
  return { publishableKey: key.token, channel: channel.id, region: regionId, location: location.id };
}

const handleOf = ({ id, title }: SampleProduct) =>
  `${id} ${title}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z\d]+/g, '-').replace(/-$/, '');

const numbered = (product: SampleProduct, round: number): SampleProduct =>
  round === 0
    ? product
    : { ...product, id: `${product.id}-${round}`, variants: product.variants.map((each) => ({ ...each, id: `${each.id}-${round}` })) };

function productOf(product: SampleProduct, at: number, categories: Map<string, string>) {
  const { id, title, brand, description, price } = product;
  const variants = product.variants.length ? product.variants : [{ id, color: null, size: null, inStock: product.inStock }];
  const options = [
    { title: 'Couleur', values: [...new Set(variants.flatMap(({ color }) => color ?? []))] },
    { title: 'Taille', values: [...new Set(variants.flatMap(({ size }) => size ?? []))] },
  ].filter(({ values }) => values.length > 0);
  const picture = `https://pictures.example/${id}.jpg`;
  const category = categories.get(product.categories.join(' > '));
  return {
    title,
    description,
    handle: handleOf(product),
    status: at % 15 === 11 ? 'draft' : 'published',
    ...(at % 25 !== 13 && { thumbnail: picture, images: [{ url: picture }] }),
    metadata: { brand },
    categories: [category, ...(at % 10 === 3 ? [categories.get('Internal'), categories.get('Not yet')] : [])].map((each) => ({ id: each })),
    options: options.length ? options : [{ title: 'Default option', values: ['Default option value'] }],
    variants: variants.map((variant, index) => ({
      title: [variant.color, variant.size].filter(Boolean).join(' / ') || 'Default variant',
      sku: variant.id,
      ...(index === 0 && { ean: String(4_000_000_000_000 + at) }),
      manage_inventory: at % 6 !== 5,
      allow_backorder: at % 9 === 4,
      options: options.length
        ? { ...(variant.color && { Couleur: variant.color }), ...(variant.size && { Taille: variant.size }) }
        : { 'Default option': 'Default option value' },
      prices: [
        ...(at % 30 === 14 ? [] : [{ currency_code: 'eur', amount: Math.round((price + index) * 100) / 100 }]),
        { currency_code: 'usd', amount: Math.round(price * 110) / 100 },
      ],
    })),
  };
}

async function seedCategories(admin: Admin): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const add = async (path: string, name: string, parent: string | undefined, more = {}) => {
    if (ids.has(path)) return;
    const body = { name, handle: path.normalize('NFD').toLowerCase().replace(/[^a-z]+/g, '-'), is_active: true, ...(parent && { parent_category_id: ids.get(parent) }), ...more };
    ids.set(path, (await admin.post('/product-categories', body)).product_category.id);
  };
  for (const { categories } of sample)
    for (const [depth, name] of categories.entries())
      await add(categories.slice(0, depth + 1).join(' > '), name, categories.slice(0, depth).join(' > ') || undefined);
  await add('Internal', 'Internal', undefined, { is_internal: true });
  await add('Not yet', 'Not yet', undefined, { is_active: false });
  return ids;
}

// biome-ignore lint/suspicious/noExplicitAny: Medusa's answers.
async function seedStock(admin: Admin, location: string, created: any[]): Promise<void> {
  const inStock = new Map(sample.flatMap(({ id, inStock, variants }) => [[id, inStock] as const, ...variants.map((each) => [each.id, each.inStock] as const)]));
  const create = created.flatMap(({ variants }) =>
    variants.flatMap((variant: { sku: string; inventory_items?: { inventory_item_id: string }[] }) =>
      (variant.inventory_items ?? []).map(({ inventory_item_id }) => ({
        inventory_item_id,
        location_id: location,
        stocked_quantity: (inStock.get(variant.sku.replace(/-\d+$/, (end) => (inStock.has(variant.sku) ? end : ''))) ?? true) ? 5 : 0,
      })),
    ),
  );
  for (let at = 0; at < create.length; at += 200)
    await admin.post('/inventory-items/location-levels/batch', { create: create.slice(at, at + 200) });
}

/** A sale of euros for what the sample shop sells at a lower price, each since or from its day, and an override, which strikes nothing out. */
// biome-ignore lint/suspicious/noExplicitAny: Medusa's answers.
async function seedSale(admin: Admin, products: readonly SampleProduct[], created: any[]): Promise<void> {
  const byHandle = new Map(created.map((each) => [each.handle, each]));
  const variantsOf = (product: SampleProduct): { id: string }[] => byHandle.get(handleOf(product))?.variants ?? [];
  for (const [from, reduced] of Map.groupBy(products.filter(({ sale }) => sale), ({ sale }) => sale!.from)) {
    const prices = reduced.flatMap((product) =>
      variantsOf(product).map(({ id }) => ({ variant_id: id, currency_code: 'eur', amount: product.sale!.price })),
    );
    const dates = from && { starts_at: new Date(from).toISOString() };
    await admin.post('/price-lists', { title: from ?? 'Sale', description: 'Sale', type: 'sale', status: 'active', ...dates, prices });
  }
  const override = variantsOf(products.find(({ sale, variants }) => !sale && variants.length > 0)!);
  await admin.post('/price-lists', {
    ...{ title: 'Override', description: 'Override', type: 'override', status: 'active' },
    prices: override.map(({ id }) => ({ variant_id: id, currency_code: 'eur', amount: 1.5 })),
  });
}
