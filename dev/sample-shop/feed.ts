import type { SampleProduct, SampleVariant } from './sample-product.ts';

/** The shop's catalog as a Google Merchant feed (RSS 2.0), with links below `origin`. */
export function writeFeed(products: readonly SampleProduct[], origin: string): string {
  const items = products.flatMap((product) =>
    product.variants.length
      ? product.variants.map((variant) => item(product, variant, origin))
      : item(product, null, origin),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel>
<title>Refuge &amp; Moka</title>
<link>${origin}/</link>
<description>Randonnée, bivouac et bon café</description>
${items.join('\n')}
</channel>
</rss>
`;
}

function item(product: SampleProduct, variant: SampleVariant | null, origin: string): string {
  const { id, brand, description, price, sale, categories } = product;
  const detail = [variant?.color, variant?.size].filter(Boolean).join(' ');
  const inStock = variant ? variant.inStock : product.inStock;
  const period = sale?.from && sale.to ? `${sale.from}/${sale.to}` : null;
  const elements: [string, string | null | undefined][] = [
    ['g:id', variant?.id ?? id],
    ['g:title', detail ? `${product.title} - ${detail}` : product.title],
    ['g:description', description],
    ['g:link', `${origin}${pagePath(id, variant)}`],
    ['g:image_link', `${origin}${picturePath(id, variant)}`],
    ['g:brand', brand],
    ['g:mpn', variant?.id ?? id],
    ['g:condition', 'new'],
    ['g:availability', inStock ? 'in_stock' : 'out_of_stock'],
    ['g:price', euros(price)],
    ['g:sale_price', sale && euros(sale.price)],
    ['g:sale_price_effective_date', period],
    ['g:product_type', categories.join(' > ')],
    ['g:item_group_id', variant && id],
    ['g:color', variant?.color],
    ['g:size', variant?.size],
  ];
  const lines = elements
    .filter(([, value]) => value)
    .map(([name, value]) => `  <${name}>${escapeXml(value!)}</${name}>`);
  return `<item>\n${lines.join('\n')}\n</item>`;
}

export function pagePath(id: string, variant: SampleVariant | null): string {
  return `/products/${id}${variant ? `?variant=${variant.id}` : ''}`;
}

export function picturePath(id: string, variant: SampleVariant | null): string {
  return `/pictures/${variant?.id ?? id}.svg`;
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function euros(amount: number): string {
  return `${amount.toFixed(2)} EUR`;
}
