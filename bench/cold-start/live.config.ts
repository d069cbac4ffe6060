import type { Catalog, Product, Shop } from '../../connector/catalog/catalog-source.ts';
import { fetchFromShop } from '../../connector/guarded-http/shop-http.ts';
import type { ConnectorConfig } from '../../connector/connector-config.ts';

// Stands for `connector.config.ts` in the candidate `connector-live`: a source that asks its shop at every call, as the peers do.

export const config: ConnectorConfig = { name: 'Live shop', locale: 'fr-FR', websites: 'proved' };

export const catalog: Catalog<{ url: string }> = {
  categories: async () => [],
  async products(shop: Shop<{ url: string }>, { text = '', limit }): Promise<Product[]> {
    const url = `${shop.credentials.url}?q=${encodeURIComponent(text)}&limit=${limit}`;
    const { body } = await fetchFromShop({ url, maxBytes: 2_000_000 }, shop);
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString());
  },
};
