import * as z from 'zod/mini';
import type { LiveShop, Product, Shop } from '../../connector/catalog/catalog-source.ts';
import { selectField } from '../../connector/catalog/select-field.ts';
import { ShopFailure } from '../../connector/errors.ts';
import { fetchFromShop } from '../../connector/guarded-http/shop-http.ts';

type JsonShopCredentials = { catalogUrl: string; shown?: 'all' | 'available' };

const item = z.object({
  sku: z.string(),
  name: z.string(),
  page: z.url(),
  picture: z.url(),
  category: z.string(),
  euros: z.number(),
  stock: z.number(),
});
const catalog = z.array(item);
const maxBytes = 2_000_000;

/** A small shop that publishes its whole catalog as one JSON array. */
export const jsonShop: LiveShop<JsonShopCredentials> = {
  parameters: [
    {
      key: 'catalogUrl',
      label: 'Catalog URL',
      type: 'text',
      required: true,
      secret: false,
      help: 'The https:// address of your catalog as JSON.',
      schema: z.url({ protocol: /^https?$/, error: 'Expected an address such as https://shop.example/catalog.json.' }),
    },
    selectField({
      key: 'shown',
      label: 'Products shown',
      help: 'Which products agents find.',
      options: [
        { label: 'All products', value: 'all' },
        { label: 'Only those in stock', value: 'available' },
      ],
      required: false,
    }),
  ],

  async verify(shop) {
    const items = await readCatalog(shop);
    if (items.length === 0) {
      throw new ShopFailure('not_a_catalog', 'The catalog holds no product.', { parameter: 'catalogUrl' });
    }
    return `${items.length} products, for example “${items[0]?.name}”.`;
  },

  async categories(shop, { parentId, limit, offset }) {
    if (typeof parentId === 'string') return []; // This shop's categories have no children.
    const items = await readCatalog(shop);
    const labels = [...new Set(items.map(({ category }) => category))].sort();
    return labels.slice(offset, limit && offset + limit).map((label) => ({
      id: label,
      parentId: null,
      label,
      productCount: items.filter(({ category }) => category === label).length,
    }));
  },

  async products(shop, { categoryId, text, limit, offset }) {
    const words = fold(text ?? '').split(/\s+/);
    const items = await readCatalog(shop);
    return items
      .filter(({ category }) => categoryId === undefined || category === categoryId)
      .filter(({ name, sku }) => words.every((word) => fold(`${name} ${sku}`).includes(word)))
      .slice(offset, offset + limit)
      .map(toProduct);
  },

  sample: ({ shop }) => ({ catalogUrl: `${shop}/catalog.json`, shown: 'all' }),
};

/** Agents type without accents, and some keyboards write them as marks of their own. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

async function readCatalog(shop: Shop<JsonShopCredentials>): Promise<z.infer<typeof catalog>> {
  const { body } = await fetchFromShop({ url: shop.credentials.catalogUrl, maxBytes }, shop);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  try {
    const items = catalog.parse(JSON.parse(Buffer.concat(chunks).toString()));
    return items.filter(({ stock }) => shop.credentials.shown !== 'available' || stock > 0);
  } catch (cause) {
    throw new ShopFailure('not_a_catalog', 'The catalog is not the expected JSON.', { parameter: 'catalogUrl', cause });
  }
}

function toProduct({ sku, name, page, picture, euros, stock }: z.infer<typeof item>): Product {
  return {
    id: sku,
    title: name,
    url: page,
    imageUrl: picture,
    brand: null,
    description: '',
    shortDescription: null,
    available: stock > 0,
    reference: sku,
    price: { amount: euros, currency: 'EUR' },
    salePrice: null,
    specialPrice: null,
  };
}
