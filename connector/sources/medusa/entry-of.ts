import { type CatalogEntry, catalogEntry } from '../../catalog/catalog-entry.ts';
import type { Money } from '../../catalog/catalog-source.ts';
import { fillUrlTemplate } from '../../guarded-http/url-template.ts';
import { plainId, plainLine, plainText } from '../../text/plain-text.ts';
import { type MedusaProduct, type MedusaVariant, productSchema } from './answers.ts';
import type { Settings } from './parameters.ts';

interface Around {
  settings: Settings;
  /** A category's path by its id; absent where the shop has no categories. */
  pathOf: ((id: string) => string[] | undefined) | undefined;
}

interface Offer {
  variant: MedusaVariant;
  price: Money;
  salePrice: Money | null;
  /** What a visitor pays. */
  amount: number;
  available: boolean;
}

const longestTitle = 500;

/** What agents see of a product, or why they do not. */
export function entryOf(record: unknown, { settings, pathOf }: Around): CatalogEntry | string {
  const parsed = productSchema.safeParse(record);
  if (!parsed.success) return 'unreadable';
  const product = parsed.data;
  const title = plainLine(product.title ?? '', longestTitle);
  if (!title) return 'missing_title';
  if (!product.handle) return 'missing_link';
  const offer = leadOf(product.variants);
  if (!offer) return 'missing_price';
  const imageUrl = pictureOf(product, settings.apiUrl);
  if (!imageUrl) return 'missing_picture';
  const { price, salePrice, available, variant } = offer;
  return catalogEntry(
    {
      ...{ id: product.id, title, imageUrl, price, salePrice, available },
      url: fillUrlTemplate(settings.productPage, 'handle', product.handle),
      brand: plainLine(product.metadata?.brand ?? '', longestTitle) || null,
      description: descriptionOf(product),
      shortDescription: plainText(product.subtitle ?? '') || null,
      reference: referencesOf(variant)[0] ?? null,
    },
    {
      categoryPaths: pathsOf(product, pathOf),
      references: distinct([
        product.id,
        product.handle,
        ...product.variants.flatMap((each) => [...referencesOf(each), each.id]),
      ]),
      variantText: wordsOf(product),
    },
  );
}

/**
 * The cheapest variant that can be bought, else the cheapest: storefronts show the cheapest of all, whose price nobody can pay once
 * it is sold out.
 */
function leadOf(variants: readonly MedusaVariant[]): Offer | undefined {
  const offers = variants.flatMap((variant) => offerOf(variant) ?? []);
  const buyable = offers.filter(({ available }) => available);
  return (buyable.length > 0 ? buyable : offers).reduce<Offer | undefined>(
    (least, offer) => (least && least.amount <= offer.amount ? least : offer),
    undefined,
  );
}

/** With taxes where Medusa was asked for them. An override of a price list is a price, no sale. */
function offerOf(variant: MedusaVariant): Offer | undefined {
  const { calculated_price: calculated } = variant;
  const amount = calculated?.calculated_amount_with_tax ?? calculated?.calculated_amount ?? -1;
  const currency = calculated?.currency_code?.toUpperCase() ?? '';
  if (!(amount >= 0) || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const before = calculated?.original_amount_with_tax ?? calculated?.original_amount ?? amount;
  const isSale = calculated?.calculated_price?.price_list_type === 'sale' && before > amount;
  const { manage_inventory, allow_backorder, inventory_quantity } = variant;
  return {
    ...{ variant, amount, price: { amount: isSale ? before : amount, currency } },
    salePrice: isSale ? { amount, currency } : null,
    available: !manage_inventory || allow_backorder === true || (inventory_quantity ?? 0) > 0,
  };
}

/** As storefronts list it: the product's own, which a server may give without its own address. */
function pictureOf({ thumbnail, images }: MedusaProduct, apiUrl: string): string | undefined {
  for (const source of [thumbnail, ...images.map(({ url }) => url)]) {
    const url = source ? URL.parse(source.trim(), apiUrl) : null;
    if (url && /^https?:$/.test(url.protocol)) return url.href;
  }
  return undefined;
}

/** The Admin takes plain text, whose line breaks storefronts keep; imports bring HTML. */
function descriptionOf({ description }: MedusaProduct): string {
  const text = description ?? '';
  return plainText(/<\/?[a-z][^<>]*>/i.test(text) ? text : text.replaceAll('\n', '<br>'));
}

function referencesOf({ sku, barcode, ean, upc }: MedusaVariant): string[] {
  return distinct([sku, barcode, ean, upc]);
}

function pathsOf({ categories, collection }: MedusaProduct, pathOf: Around['pathOf']): string[][] {
  const paths = pathOf
    ? categories.flatMap(({ id }) => [pathOf(id) ?? []])
    : [[plainLine(collection?.title ?? '', longestTitle)]];
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()].filter((path) => path.some(Boolean));
}

/** What Medusa itself calls a variant that is the only one says nothing. */
const fillers = new Set(['default variant', 'default option value', 'default title', 'default']);

function wordsOf({ variants, tags, type, collection }: MedusaProduct): string {
  const ofVariants = variants.flatMap(({ title, options }) => [...options.map(({ value }) => value), title]);
  const texts = [...ofVariants, type?.value, collection?.title, ...tags.map(({ value }) => value)];
  return distinct(texts.map((text) => plainText(text ?? '')))
    .filter((text) => !fillers.has(text.toLowerCase()))
    .join(' ');
}

function distinct(texts: readonly (string | null | undefined)[]): string[] {
  return [...new Set(texts.map((text) => plainId(text ?? '')).filter(Boolean))];
}
