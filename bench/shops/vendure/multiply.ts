import { setTimeout as pause } from 'node:timers/promises';

type Query = <Row>(sql: string) => Promise<Row[]>;

/** The tables of a product and its variants, with the columns that name a product, a variant or the row itself. */
const tables: Record<string, { product?: string; variant?: string; hasId?: boolean; text?: Record<string, string> }> = {
  product: { product: 'id' },
  product_translation: { product: 'baseId', hasId: true, text: { name: "name || ' No. '", slug: "slug || '-'" } },
  product_channels_channel: { product: 'productId' },
  product_facet_values_facet_value: { product: 'productId' },
  product_asset: { product: 'productId', hasId: true },
  product_variant: { product: 'productId', variant: 'id', text: { sku: "sku || '-'" } },
  product_variant_translation: { variant: 'baseId', hasId: true, text: { name: "name || ' No. '" } },
  product_variant_price: { variant: 'variantId', hasId: true, text: { price: 'price + ' } },
  product_variant_channels_channel: { variant: 'productVariantId' },
  stock_level: { variant: 'productVariantId', hasId: true },
  collection_product_variants_product_variant: { variant: 'productVariantId' },
};

/** Waits for what the server does behind an import: it fills its collections. */
export async function jobsDone(query: Query): Promise<void> {
  for (;;) {
    await pause(1_000);
    const [{ open } = { open: 0 }] = await query<{ open: number }>('SELECT count(*) AS open FROM job_record WHERE isSettled = 0');
    if (open === 0) return;
  }
}

/** Copies the products in the database until there are `count`, each with a number of its own in name, slug, price and SKU: an import takes an hour. */
export async function multiply(query: Query, count: number): Promise<void> {
  const [{ products, last } = { products: 0, last: 0 }] = await query<{ products: number; last: number }>(
    'SELECT count(*) AS products, max(id) AS last FROM product',
  );
  const [{ lastVariant } = { lastVariant: 0 }] = await query<{ lastVariant: number }>(
    'SELECT max(id) AS lastVariant FROM product_variant',
  );
  for (let copy = 1; copy * products < count; copy++) {
    // Of the last copy only so many that the number is met.
    const wanted = Math.min(products, count - copy * products);
    const sold = `(SELECT id FROM product WHERE id <= ${last} ORDER BY id LIMIT ${wanted})`;
    const variants = `(SELECT id FROM product_variant WHERE id <= ${lastVariant} AND productId IN ${sold})`;
    for (const [table, { product, variant, hasId, text = {} }] of Object.entries(tables)) {
      const columns = (await query<{ name: string }>(`PRAGMA table_info(${table})`)).map(({ name }) => name);
      const values = columns
        .map((name) => {
          if (name === product) return `${name} + ${copy * last}`;
          if (name === variant) return `${name} + ${copy * lastVariant}`;
          if (name === 'id' && hasId) return undefined;
          return text[name] ? `${text[name]} ${text[name].includes('||') ? `|| ${copy}` : copy}` : `"${name}"`;
        })
        .map((value, at) => [columns[at]!, value] as const)
        .filter(([, value]) => value !== undefined);
      const from = variant ? `${variant} IN ${variants}` : `${product} IN ${sold}`;
      await query(
        `INSERT INTO ${table} (${values.map(([name]) => `"${name}"`).join()}) SELECT ${values.map(([, value]) => value).join()} FROM ${table} WHERE ${from}`,
      );
    }
  }
}
