import { escapeXml, pagePath, picturePath } from './feed.ts';
import type { SampleProduct, SampleVariant } from './sample-product.ts';

/** The shop's front: every product, by category. */
export function homePage(products: readonly SampleProduct[]): string {
  const paths = [...new Set(products.map(({ categories }) => categories.join(' › ')))];
  const sections = paths.map((path) => {
    const cards = products.filter(({ categories }) => categories.join(' › ') === path).map(card);
    return `<h2>${escapeXml(path)}</h2><ul>${cards.join('')}</ul>`;
  });
  return page('Refuge & Moka', `<h1>Refuge &amp; Moka</h1><p>Randonnée, bivouac et bon café</p>${sections.join('')}`);
}

export function productPage(product: SampleProduct, variant: SampleVariant | null): string {
  const { id, title, brand, description, categories, variants } = product;
  const options = variants.map((each) => {
    const name = escapeXml([each.color, each.size].filter(Boolean).join(', ')) + (each.inStock ? '' : ' (épuisé)');
    return each === variant ? `<li><b>${name}</b></li>` : `<li><a href="${pagePath(id, each)}">${name}</a></li>`;
  });
  const inStock = variant ? variant.inStock : variants.length ? variants.some((each) => each.inStock) : product.inStock;
  return page(
    title,
    `<p><a href="/">Refuge &amp; Moka</a> › ${escapeXml(categories.join(' › '))}</p>
<img src="${picturePath(id, variant)}" alt="" width="480" height="360">
<h1>${escapeXml(title)}</h1><p>${escapeXml(brand)} · ${variant?.id ?? id}</p>
<p class="price">${prices(product)} <span class="${inStock ? 'in' : 'out'}">${inStock ? 'En stock' : 'Épuisé'}</span></p>
${description}<ul class="options">${options.join('')}</ul>`,
  );
}

function card(product: SampleProduct): string {
  const [variant = null] = product.variants;
  return `<li><a href="${pagePath(product.id, null)}"><img src="${picturePath(product.id, variant)}" alt="" loading="lazy" width="240" height="180"><br>${escapeXml(product.title)}</a><br>${prices(product)}</li>`;
}

function prices({ price, sale }: SampleProduct): string {
  const now = Date.now();
  const counts = sale && (!sale.from || Date.parse(sale.from) <= now) && (!sale.to || now <= Date.parse(sale.to));
  return counts ? `<b>${euros(sale.price)}</b> <s>${euros(price)}</s>` : `<b>${euros(price)}</b>`;
}

const euros = (amount: number) => new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' }).format(amount);

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeXml(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui; }
body { max-width: 1040px; margin: 0 auto; padding: 24px; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 24px; padding: 0; list-style: none; }
ul.options { display: flex; flex-wrap: wrap; gap: 8px 16px; }
img { max-width: 100%; height: auto; border-radius: 8px; }
.price { font-size: 20px; } .in { color: #2f7d4a; } .out { color: #b0452f; }
</style>
<body>${body}</body></html>
`;
}
