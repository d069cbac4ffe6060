import type { TrueProduct } from '../real-shop.ts';
import type { Admin } from './admin.ts';
import { region, type Seeded } from './seed.ts';

export const storefront = 'https://shop.example/fr/products/';

interface Variant {
  id: string;
  title: string;
  sku: string | null;
  ean: string | null;
  manage_inventory: boolean;
  allow_backorder: boolean;
  prices: { amount: number; currency_code: string }[];
  inventory_items: { inventory_item_id: string }[] | null;
}

/**
 * What the Admin says that visitors of the channel and region are sold: its own prices and price lists, stock levels and categories,
 * put together here by Medusa's documentation and not by what its Store API calculates.
 */
export async function truth(admin: Admin, { channel, location }: Seeded): Promise<TrueProduct[]> {
  const fields = '*variants,*variants.prices,*variants.inventory_items,*categories,*sales_channels';
  const products = await admin.all(`/products?fields=id,title,handle,status,thumbnail,${fields}`, 'products');
  const listed = await listPrices(admin);
  const stock = await stockOf(admin, location);
  const pathOf = await categoryPaths(admin);
  const isSold = ({ status, thumbnail, sales_channels }: { status: string; thumbnail: string | null; sales_channels: { id: string }[] }) =>
    status === 'published' && thumbnail !== null && sales_channels.some(({ id }) => id === channel);
  return products.filter(isSold).flatMap(({ id, title, handle, variants, categories }) => {
    const offers = (variants as Variant[]).flatMap((variant) => {
      const base = variant.prices.find(({ currency_code }) => currency_code === region.currency)?.amount;
      const { sale, override } = listed.get(variant.id) ?? {};
      const amount = override ?? sale ?? base;
      const inStock = (variant.inventory_items ?? []).every((item) => (stock.get(item.inventory_item_id) ?? 0) > 0);
      const available = !variant.manage_inventory || variant.allow_backorder || inStock;
      const before = override ?? base ?? amount;
      return amount === undefined || before === undefined ? [] : [{ variant, amount, before, isSale: amount < before, available }];
    });
    const buyable = offers.filter(({ available }) => available);
    const lead = (buyable.length > 0 ? buyable : offers).sort((a, b) => a.amount - b.amount)[0];
    if (!lead) return [];
    return {
      ...{ id, title, currency: region.currency.toUpperCase(), available: lead.available, url: storefront + handle },
      price: lead.isSale ? lead.before : lead.amount,
      salePrice: lead.isSale ? lead.amount : null,
      references: (variants as Variant[]).flatMap(({ sku, ean }) => [sku, ean]).filter((each) => each !== null),
      categoryPaths: (categories as { id: string }[]).flatMap((each) => [pathOf(each.id) ?? []]).filter((path) => path.length > 0),
    };
  });
}

async function listPrices(admin: Admin): Promise<Map<string, { sale?: number; override?: number }>> {
  const prices = new Map<string, { sale?: number; override?: number }>();
  for (const { id, type, status, starts_at } of await admin.all('/price-lists?fields=id,type,status,starts_at', 'price_lists')) {
    if (status !== 'active' || (starts_at && Date.parse(starts_at) > Date.now())) continue;
    for (const { currency_code, amount, price_set } of await admin.all(`/price-lists/${id}/prices`, 'prices')) {
      const variant = price_set.variant.id;
      if (currency_code === region.currency) prices.set(variant, { ...prices.get(variant), [type]: amount });
    }
  }
  return prices;
}

async function stockOf(admin: Admin, location: string): Promise<Map<string, number>> {
  const items = await admin.all('/inventory-items?fields=id,*location_levels', 'inventory_items');
  return new Map(
    items.map(({ id, location_levels }) => {
      const level = location_levels.find((each: { location_id: string }) => each.location_id === location);
      return [id, level ? level.stocked_quantity - level.reserved_quantity : 0];
    }),
  );
}

async function categoryPaths(admin: Admin): Promise<(id: string) => string[] | undefined> {
  const categories = await admin.all('/product-categories?fields=id,name,parent_category_id,is_active,is_internal', 'product_categories');
  const seen = new Map(categories.filter(({ is_active, is_internal }) => is_active && !is_internal).map((each) => [each.id, each]));
  const pathOf = (id: string): string[] | undefined => {
    const category = seen.get(id);
    return category && [...(pathOf(category.parent_category_id) ?? []), category.name];
  };
  return pathOf;
}
