import * as z from 'zod/mini';
import { catalogEntry } from '../../connector/catalog/catalog-entry.ts';
import type { CatalogSource, Shop } from '../../connector/catalog/catalog-source.ts';
import { textField } from '../../connector/catalog/text-field.ts';
import { shopAddress } from '../../connector/guarded-http/shop-address.ts';
import { callShop } from '../../connector/guarded-http/shop-json.ts';
import { plainText } from '../../connector/text/plain-text.ts';

type Settings = { shopUrl: string; apiKey: string };
const apiKey = z.string().check(z.regex(/^[\w-]{8,100}$/, 'Expected 8 to 100 letters and digits.'));
const itemSchema = z.object({
  ...{ id: z.string(), sku: z.string(), name: z.string(), brand: z.nullable(z.string()), about: z.string() },
  ...{ page: z.string(), picture: z.string(), cents: z.int(), stock: z.int(), section: z.array(z.string()) },
});
const pageSchema = z.object({ items: z.array(itemSchema), total: z.int(), next: z.nullable(z.string()) });

/** A shop with a paged JSON API and a key. */
export const pagedShop: CatalogSource<Settings> = {
  parameters: [
    textField({ key: 'shopUrl', label: 'Shop address', help: 'The address of your shop.', schema: shopAddress }),
    textField({ key: 'apiKey', label: 'API key', help: 'Shown in Settings, API.', schema: apiKey, secret: true }),
  ],

  async verify(shop) {
    const { items, total } = await list(shop, '', 1);
    return `${total} products${items[0] ? `, for example “${items[0].name}”` : ''}.`;
  },

  async *read(shop, { from = '' }) {
    for (let after: string | null = from; after !== null; ) {
      const { items, total, next }: z.infer<typeof pageSchema> = await list(shop, after, 100);
      yield { entries: items.map(entryOf), announced: total, ...(next !== null && { next }) };
      after = next;
    }
    return {};
  },

  sample: ({ shop }) => ({ shopUrl: shop, apiKey: 'sample-key' }),
};

async function list(shop: Shop<Settings>, after: string, limit: number) {
  const url = `${shop.credentials.shopUrl}/paged-api/products?limit=${limit}&after=${encodeURIComponent(after)}`;
  const request = { url, secretHeaders: { authorization: `Bearer ${shop.credentials.apiKey}` }, maxBytes: 2_000_000 };
  return (await callShop({ ...request, schema: pageSchema }, shop)).value;
}

function entryOf({ id, sku, name, brand, about, page, picture, cents, stock, section }: z.infer<typeof itemSchema>) {
  const price = { amount: cents / 100, currency: 'EUR' };
  const product = {
    id,
    title: name,
    brand,
    description: plainText(about),
    url: page,
    imageUrl: picture,
    price,
    reference: sku,
  };
  return catalogEntry({ ...product, available: stock > 0 }, { categoryPaths: [section], references: [sku] });
}
