import { type CatalogEntry, catalogEntry } from '../../catalog/catalog-entry.ts';
import type { Money, Product } from '../../catalog/catalog-source.ts';
import { categoryPaths, type ShopCategory } from '../../catalog/category-paths.ts';
import { isPresentable } from '../../catalog/to-wire.ts';
import { plainId, plainLine, plainText } from '../../text/plain-text.ts';
import type { RestProduct, StoreProduct } from './answers.ts';

/** What the two APIs say differently. */
interface Particulars {
  price: ShownPrice | string;
  available: boolean;
  attributes: readonly { name: string; values: readonly string[] }[];
  references: readonly string[];
}

export interface ShownPrice {
  price: Money;
  salePrice: Money | null;
}

export type PathsOf = (id: string) => string[] | undefined;

/** Agents see a card as the shop's listing shows the product: its own name, picture, link and reference, and its lowest price. */
export function entryOf(
  { id, name, permalink, sku, description, short_description, images, categories, brands }: StoreProduct | RestProduct,
  { price, available, attributes, references }: Particulars,
  pathsOf: PathsOf,
): CatalogEntry | string {
  if (typeof price === 'string') return price;
  const about = plainText(description);
  const short = plainText(short_description);
  // Plugins for other hosts of pictures leave out the protocol.
  const { src } = images.find((image) => image.src) ?? { src: '' };
  const product: Product = {
    ...{ id, available, ...price, specialPrice: null },
    title: plainLine(name, 1_000),
    url: permalink,
    imageUrl: src && (URL.parse(src, permalink)?.href ?? src),
    brand: plainLine(brands[0]?.name ?? brandAmong(attributes), 200) || null,
    description: about || short,
    shortDescription: short || null,
    reference: plainId(sku) || null,
  };
  if (!id) return 'missing_id';
  if (!product.title) return 'missing_title';
  if (!product.imageUrl) return 'missing_picture';
  if (!isPresentable(product)) return 'bad_address';
  return catalogEntry(product, {
    categoryPaths: categories
      .flatMap((each) => [pathsOf(each.id) ?? plainPath(each.name)])
      .filter((path) => path.length),
    references: [...new Set([sku, id, ...references].map((each) => plainId(each)).filter(Boolean))],
    variantText: plainLine(attributes.flatMap(({ values }) => values).join(' '), 5_000),
  });
}

/**
 * What a listing shows: the price of today, struck out beside it the regular one only where the shop itself strikes one out. Of a product
 * whose variations differ it shows the lowest price and strikes out none.
 */
export function shownPrice(
  current: number | undefined,
  regular: number | undefined,
  { currency, isOnSale, html }: { currency: string; isOnSale: boolean; html: string | null },
): ShownPrice | string {
  if (!/^[A-Z]{3}$/.test(currency)) return 'unknown_currency';
  if (current === undefined) return 'missing_price';
  const isStruck = isOnSale && regular !== undefined && regular > current && (html === null || /<del\b/i.test(html));
  if (!isStruck) return { price: { amount: current, currency }, salePrice: null };
  return { price: { amount: regular, currency }, salePrice: { amount: current, currency } };
}

/** Of these kinds the button leads on, to the parts or to another shop. */
export function isAvailable(type: string, isPurchasable: boolean, isInStock: boolean): boolean {
  return isInStock && (isPurchasable || type === 'grouped' || type === 'external');
}

export function pathsOfCategories(categories: readonly { id: string; name: string; parent: string }[]): PathsOf {
  const plain = ({ id, name, parent }: (typeof categories)[number]): ShopCategory => {
    return { id, parentId: parent, label: plainLine(name, 500) };
  };
  return categoryPaths(categories.map(plain));
}

function plainPath(name: string): string[] {
  return [plainLine(name, 500)].filter(Boolean);
}

/** Shops that are older than WooCommerce's own brands have made an attribute of that name. */
function brandAmong(attributes: Particulars['attributes']): string {
  return attributes.find(({ name }) => /^(?:brand|marque|marke|marca|merk)$/i.test(name.trim()))?.values[0] ?? '';
}
