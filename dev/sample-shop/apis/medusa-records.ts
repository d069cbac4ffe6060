import { pagePath, picturePath } from '../feed.ts';
import type { SampleProduct } from '../sample-product.ts';

export const regions = [
  { id: 'reg_01EUROPE', name: 'Europe', currency_code: 'eur', countries: ['fr', 'de'], rate: 0.2, isInclusive: true },
  {
    id: 'reg_02STATES',
    name: 'United States',
    currency_code: 'usd',
    countries: ['us'],
    rate: 0.08,
    isInclusive: false,
  },
];
export type Region = (typeof regions)[number];

export function regionRecord({ id, name, currency_code, countries }: Region) {
  return { id, name, currency_code, metadata: null, countries: countries.map((iso_2) => ({ iso_2 })) };
}

/** The tree of the products' categories, parents first; `path` is our own. */
export function categoriesOf(products: readonly SampleProduct[]) {
  const paths = new Set(
    products.flatMap(({ categories }) => categories.map((_, at) => categories.slice(0, at + 1).join('\n'))),
  );
  const ids = new Map([...paths].map((path, at) => [path, `pcat_${String(at).padStart(6, '0')}`]));
  return [...paths].map((path) => {
    const labels = path.split('\n');
    const parent = labels.slice(0, -1).join('\n');
    return { id: ids.get(path)!, path, name: labels.at(-1)!, parent_category_id: ids.get(parent) ?? null };
  });
}

interface Shown {
  index: number;
  origin: string;
  priced: { region: Region; rate: number | undefined } | undefined;
  categoryId: string | undefined;
}

/** Of three products one's stock is not counted, one is taken on backorder. A category that visitors do not see is there all the same. */
export function productRecord(product: SampleProduct, { index, origin, priced, categoryId }: Shown) {
  const { id, title, description, brand, variants } = product;
  const single = { id, color: null, size: null, inStock: product.inStock };
  const picture = origin + picturePath(id, variants[0] ?? null);
  const number = String(index).padStart(6, '0');
  return {
    ...{ id: `prod_${number}`, title, subtitle: null, handle: pagePath(id, null).split('/').at(-1), description },
    ...{ thumbnail: picture, images: [{ id: `img_${number}`, url: picture, rank: 0 }], metadata: { brand } },
    ...{ collection: null, type: null, tags: [], created_at: '2026-01-05T08:00:00.000Z' },
    categories: [
      { id: categoryId, name: product.categories.at(-1), is_internal: false, is_active: true },
      { id: 'pcat_internal', name: 'Saison 26', is_internal: true, is_active: true },
    ],
    variants: (variants.length > 0 ? variants : [single]).map((variant) => ({
      ...{
        id: `variant_${variant.id}`,
        title: [variant.color, variant.size].filter(Boolean).join(' / ') || 'Default variant',
      },
      ...{ sku: variant.id, barcode: null, ean: null, upc: null, thumbnail: null },
      options: [variant.color, variant.size].flatMap((value) => (value ? [{ value }] : [])),
      manage_inventory: !variant.inStock || index % 3 !== 0,
      allow_backorder: variant.inStock && index % 3 === 1,
      ...((!variant.inStock || index % 3 !== 0) && { inventory_quantity: variant.inStock && index % 3 !== 1 ? 5 : 0 }),
      ...(priced && { calculated_price: calculatedPrice(product, priced) }),
    })),
  };
}

function calculatedPrice({ id, price, sale }: SampleProduct, { region, rate }: NonNullable<Shown['priced']>) {
  const now = Date.now();
  const isSale = sale && (!sale.from || Date.parse(sale.from) <= now) && (!sale.to || now <= Date.parse(sale.to));
  const amount = isSale ? sale.price : price;
  const taxed = (net: number) => (region.isInclusive ? net : Math.round(net * (1 + (rate ?? 0)) * 100) / 100);
  return {
    ...{ id: `pset_${id}`, calculated_amount: amount, original_amount: price, currency_code: region.currency_code },
    ...{ is_calculated_price_price_list: Boolean(isSale), is_calculated_price_tax_inclusive: region.isInclusive },
    calculated_price: { price_list_id: isSale ? 'plist_sale' : null, price_list_type: isSale ? 'sale' : null },
    ...(rate !== undefined && { calculated_amount_with_tax: taxed(amount), original_amount_with_tax: taxed(price) }),
  };
}
