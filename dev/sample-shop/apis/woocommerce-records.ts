import { pagePath, picturePath } from '../feed.ts';
import type { SampleProduct, SampleVariant } from '../sample-product.ts';

/** A row of WordPress's table of posts: products and variations count in one sequence. */
export interface Post {
  id: number;
  product: SampleProduct;
  /** Of a variation, with its product's post. */
  variant: SampleVariant | null;
  parent: number;
  variations: readonly Post[];
}

export interface Term {
  id: number;
  name: string;
  parent: number;
  count: number;
}

type Json = Record<string, unknown>;

export function postsOf(products: readonly SampleProduct[]): Post[] {
  let last = 100;
  return products.map((product) => {
    const id = ++last;
    const variations = product.variants.map((variant) => ({
      ...{ id: ++last, product, variant, parent: id, variations: [] },
    }));
    return { id, product, variant: null, parent: 0, variations };
  });
}

/** The categories, by their paths. */
export function termsOf(products: readonly SampleProduct[]): Map<string, Term> {
  const terms = new Map<string, Term>();
  for (const { categories } of products) {
    for (const depth of categories.keys()) {
      const path = categories.slice(0, depth + 1).join('>');
      const parent = terms.get(categories.slice(0, depth).join('>'))?.id ?? 0;
      const term = terms.get(path) ?? { id: terms.size + 15, name: rendered(categories[depth]!), parent, count: 0 };
      terms.set(path, { ...term, count: term.count + 1 });
    }
  }
  return terms;
}

/** As WordPress prints a text: some signs as entities. */
const rendered = (text: string) => text.replace(/&/g, '&amp;').replace(/’/g, '&#8217;').replace(/–/g, '&#8211;');

export function storeRecord(post: Post, terms: Map<string, Term>, origin: string): Json {
  const { product, variant } = post;
  const { price, regular, isOnSale } = priceOf(product);
  const minor = (amount: number) => String(Math.round(amount * 100));
  const money = { currency_code: 'EUR', currency_symbol: '€', currency_minor_unit: 2 };
  // The sale price is filled without a sale, too.
  const prices = { price: minor(price), regular_price: minor(regular), sale_price: minor(price), price_range: null };
  return {
    ...both(post, terms, origin),
    ...{ name: rendered(product.title), parent: post.parent, type: variant ? 'variation' : typeOf(post) },
    ...{ on_sale: isOnSale, price_html: priceHtml(product), prices: { ...prices, ...money } },
    brands: [{ id: 900, name: rendered(product.brand), slug: 'brand', link: origin }],
    attributes: attributesOf(product).map(({ name, options }) => ({
      ...{ id: 1, name, taxonomy: `pa_${name.toLowerCase()}`, has_variations: true },
      terms: options.map((option) => ({ id: 1, name: option, slug: option.toLowerCase() })),
    })),
    variations: post.variations.map(({ id, variant: each }) => ({ id, attributes: valuesOf(each) })),
    ...{ grouped_products: [], has_options: post.variations.length > 0, is_purchasable: true },
    ...{ is_in_stock: isInStock(post), is_on_backorder: false, is_password_protected: false },
  };
}

export function restRecord(post: Post, terms: Map<string, Term>, origin: string): Json {
  const { product, variant } = post;
  const { price, regular, isOnSale } = priceOf(product);
  // A variable product has the lowest price of its variations, and neither of the others.
  const isVariable = post.variations.length > 0;
  return {
    ...both(post, terms, origin),
    ...{ name: product.title, parent_id: post.parent, type: variant ? 'variation' : typeOf(post) },
    ...{ status: 'publish', catalog_visibility: 'visible', post_password: '', global_unique_id: '' },
    ...{ price: String(price), regular_price: isVariable ? '' : String(regular) },
    ...{ sale_price: isVariable || !isOnSale ? '' : String(price), on_sale: isOnSale, price_html: priceHtml(product) },
    ...{ purchasable: true, manage_stock: variant ? 'parent' : false, stock_quantity: null },
    ...{ stock_status: isInStock(post) ? 'instock' : 'outofstock', backorders: 'no' },
    brands: [{ id: 900, name: product.brand, slug: 'brand' }],
    attributes: variant ? valuesOf(variant) : attributesOf(product),
    variations: post.variations.map(({ id }) => id),
  };
}

function both({ id, product, variant }: Post, terms: Map<string, Term>, origin: string): Json {
  const { categories, description } = product;
  const ofProduct = categories.map((_, depth) => terms.get(categories.slice(0, depth + 1).join('>'))!);
  const term = ofProduct.at(-1);
  return {
    ...{ id, slug: product.id.toLowerCase(), sku: variant?.id ?? product.id },
    permalink: origin + pagePath(product.id, variant),
    ...{ description: variant ? '' : description, short_description: '' },
    images: [{ id: id + 1_000_000, src: origin + picturePath(product.id, variant), name: '', alt: '' }],
    categories: term ? [{ id: term.id, name: term.name, slug: String(term.id), link: origin }] : [],
    tags: [],
  };
}

function typeOf({ variations }: Post): string {
  return variations.length > 0 ? 'variable' : 'simple';
}

function isInStock({ product, variant, variations }: Post): boolean {
  if (variant) return variant.inStock;
  return variations.length > 0 ? variations.some((each) => each.variant!.inStock) : product.inStock;
}

function priceOf({ price, sale }: SampleProduct) {
  const now = Date.now();
  const counts = sale && !(sale.from && now < Date.parse(sale.from)) && !(sale.to && Date.parse(sale.to) < now);
  return { price: counts ? sale.price : price, regular: price, isOnSale: Boolean(counts) };
}

function priceHtml(product: SampleProduct): string {
  const { price, regular, isOnSale } = priceOf(product);
  const amount = (value: number) => `<span class="amount">${value.toFixed(2)}&nbsp;&euro;</span>`;
  return isOnSale ? `<del>${amount(regular)}</del> <ins>${amount(price)}</ins>` : amount(price);
}

function attributesOf({ variants }: SampleProduct) {
  const options = (of: 'color' | 'size') => [...new Set(variants.flatMap((variant) => variant[of] ?? []))];
  const named = [
    { name: 'Couleur', options: options('color') },
    { name: 'Taille', options: options('size') },
  ];
  return named
    .filter((attribute) => attribute.options.length > 0)
    .map((attribute) => ({ id: 1, position: 0, visible: true, variation: true, ...attribute }));
}

function valuesOf(variant: SampleVariant | null) {
  const values = [
    { name: 'Couleur', value: variant?.color },
    { name: 'Taille', value: variant?.size },
  ];
  return values.filter(({ value }) => value).map(({ name, value }) => ({ id: 1, name, value, option: value }));
}
