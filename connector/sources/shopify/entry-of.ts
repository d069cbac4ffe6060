import { type CatalogEntry, catalogEntry } from '../../catalog/catalog-entry.ts';
import type { Money } from '../../catalog/catalog-source.ts';
import { isPresentable } from '../../catalog/to-wire.ts';
import { fillUrlTemplate } from '../../guarded-http/url-template.ts';
import { plainId, plainLine, plainText } from '../../text/plain-text.ts';
import type { Money as MoneyNode, ProductNode } from './answers.ts';

/** Made by Shopify in every shop, or by themes for a page of all products: no shelf that an agent would open. */
const notShelves = new Set(['frontpage', 'all']);

/** The number behind `gid://shopify/Product/`. */
export function numberOf(id: string): string {
  return /\d+$/.exec(id)?.[0] ?? '';
}

/** A product as its page shows it at first: with its first variant that can be bought, else its first. */
export function entryOf(product: ProductNode, productUrl: string | undefined): CatalogEntry | string {
  const { vendor, productType, descriptionHtml, selectedOrFirstAvailableVariant: variant } = product;
  const id = numberOf(product.id);
  const title = plainLine(product.title, 300);
  const url = pageOf(product, productUrl);
  const imageUrl = variant?.image?.url ?? product.featuredImage?.url;
  const current = moneyOf(variant?.price);
  const before = moneyOf(variant?.compareAtPrice);
  if (!title) return 'missing_title';
  if (!url) return 'missing_page';
  if (!imageUrl) return 'missing_picture';
  if (!variant || !current) return 'missing_price';
  const isOnSale = before !== undefined && before.currency === current.currency && before.amount > current.amount;
  const entry = catalogEntry(
    {
      ...{ id, title, url, imageUrl },
      brand: plainLine(vendor, 200) || null,
      description: plainText(descriptionHtml),
      available: variant.availableForSale,
      price: isOnSale ? before : current,
      salePrice: isOnSale ? current : null,
      reference: plainId(variant.sku) || null,
    },
    {
      categoryPaths: shelvesOf(product).map((label) => [label]),
      references: distinct([
        ...[id, product.handle],
        ...product.variants.nodes.flatMap((each) => [each.sku, each.barcode, numberOf(each.id)]),
      ]),
      variantText: distinct([plainLine(productType, 200), ...wordsOf(product)]).join(' '),
    },
  );
  return isPresentable(entry.product) ? entry : 'bad_address';
}

/** Whether visitors can open it. What is not in the Online Store has no page there, whatever a token may list. */
export function hasPage({ onlineStoreUrl }: Pick<ProductNode, 'onlineStoreUrl'>, productUrl?: string): boolean {
  return productUrl !== undefined || URL.canParse(onlineStoreUrl);
}

function pageOf(product: ProductNode, productUrl: string | undefined): string | undefined {
  const { handle, onlineStoreUrl, variants, selectedOrFirstAvailableVariant: variant } = product;
  if (productUrl !== undefined) return handle ? fillUrlTemplate(productUrl, 'handle', handle) : undefined;
  const page = URL.parse(onlineStoreUrl);
  const number = numberOf(variant?.id ?? '');
  if (number && variants.nodes.length > 1) page?.searchParams.set('variant', number);
  return page?.href;
}

function shelvesOf({ collections }: ProductNode): string[] {
  const shelves = collections.nodes.filter(({ handle }) => !notShelves.has(handle));
  return distinct(shelves.map(({ title }) => plainLine(title, 200)));
}

/** Once each: a variant's title is its options, `Red / 38`. */
function wordsOf({ variants }: ProductNode): string[] {
  const titles = variants.nodes.map(({ title }) => title).filter((title) => title !== 'Default Title');
  return titles.flatMap((title) => title.split(' / ')).map((word) => plainLine(word, 200));
}

/** `18.0`, `14.25`; undefined for what is no amount, or of no currency that ISO 4217 has. */
function moneyOf(money: MoneyNode | null | undefined): Money | undefined {
  if (!money || !/^\d/.test(String(money.amount)) || !/^[A-Z]{3}$/.test(money.currencyCode)) return undefined;
  const amount = Number(money.amount);
  return Number.isFinite(amount) ? { amount, currency: money.currencyCode } : undefined;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => plainId(text)).filter((text) => text !== ''))];
}
