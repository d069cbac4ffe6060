import type { Admin } from './admin.ts';
import { region, type Seeded } from './seed.ts';

/** Of what the channel sells, the first of each kind that is not taken by an earlier change. */
export async function change(admin: Admin, { channel, location }: Seeded): Promise<string[]> {
  const isPriced = ({ prices }: { prices: { currency_code: string }[] }) =>
    prices.some(({ currency_code }) => currency_code === region.currency);
  const fields = 'id,title,status,thumbnail,*variants,*variants.prices,*variants.inventory_items,*sales_channels';
  const products = (await admin.all(`/products?fields=${fields}`, 'products')).filter(
    ({ status, thumbnail, sales_channels, variants }) =>
      status === 'published' &&
      thumbnail &&
      sales_channels.some(({ id }: { id: string }) => id === channel) &&
      variants.every(isPriced),
  );
  const done: string[] = [];
  const take = (what: string, fits: (product: (typeof products)[number]) => boolean = () => true) => {
    const [product] = products.splice(products.findIndex(fits), 1);
    if (!product || !fits(product)) throw new Error(`No product is left whose ${what} can change.`);
    done.push(`${what}: ${product.title}`);
    return product;
  };
  const isCounted = (product: (typeof products)[number]) =>
    product.variants.every((each: Record<string, unknown>) => each.manage_inventory && !each.allow_backorder);

  for (const product of [take('price'), take('price')]) {
    const variants = product.variants.map(({ id, prices }: { id: string; prices: Record<string, unknown>[] }) => ({
      id,
      prices: prices.map(({ id, currency_code, amount }) => ({
        ...{ id, currency_code },
        amount: currency_code === region.currency ? Number(amount) + 3 : amount,
      })),
    }));
    await admin.post(`/products/${product.id}/variants/batch`, { update: variants });
  }
  const soldOut = take('stock', isCounted);
  const update = soldOut.variants.map((each: { inventory_items: { inventory_item_id: string }[] }) => ({
    inventory_item_id: each.inventory_items[0]!.inventory_item_id,
    location_id: location,
    stocked_quantity: 0,
  }));
  await admin.post('/inventory-items/location-levels/batch', { update });
  const renamed = take('name');
  await admin.post(`/products/${renamed.id}`, { title: `${renamed.title} (nouvelle version)` });
  await admin.post(`/products/${take('hidden').id}`, { status: 'draft' });
  await admin.delete(`/products/${take('deleted').id}`);
  const { price_lists } = await admin.get('/price-lists?fields=id,title');
  const sale = price_lists.find(({ title }: { title: string }) => title === 'Sale');
  const { prices } = await admin.get(`/price-lists/${sale.id}/prices?limit=1`);
  await admin.post(`/price-lists/${sale.id}/prices/batch`, { delete: [prices[0].id] });
  done.push(`sale of one variant: ${prices[0].price_set.variant.id}`);
  return done;
}
