import { type CatalogEntry, catalogEntry } from '../../catalog/catalog-entry.ts';
import type { Money } from '../../catalog/catalog-source.ts';
import { fillUrlTemplate } from '../../guarded-http/url-template.ts';
import { plainId, plainLine, plainText } from '../../text/plain-text.ts';
import { productSchema, type Variant } from './answers.ts';
import type { Settings } from './parameters.ts';

export interface Mapping {
  settings: Pick<Settings, 'apiUrl' | 'productUrl' | 'moneyPrecision'>;
  /** The label path of a collection that visitors see. */
  pathOf: (id: string) => string[] | undefined;
}

/** A variant that has a price, as the card would show it. */
interface Offer {
  variant: Variant;
  price: Money;
  available: boolean;
}

/** Facets by which shops say who made a product; Vendure has no field for it. */
const brandFacet = /^(?:brands?|manufacturers?|makers?|marques?|marke|hersteller|marcas?|merk)$/i;
const longestTitle = 500;

/** What agents see of a product of the Shop API, or why they do not. */
export function entryOf(record: unknown, { settings, pathOf }: Mapping): CatalogEntry | string {
  const parsed = productSchema.safeParse(record);
  if (!parsed.success) return 'not_a_product';
  const { id, name, slug, description, featuredAsset, variants, facetValues, collections } = parsed.data;
  const title = plainLine(name, longestTitle);
  if (!plainId(id)) return 'missing_id';
  if (!title) return 'missing_title';
  if (!slug) return 'missing_link';
  const offer = offerOf(variants, Number(settings.moneyPrecision ?? 2));
  if (!offer) return 'missing_price';
  const pictures = [offer.variant.featuredAsset, featuredAsset, ...variants.map((each) => each.featuredAsset)];
  const imageUrl = pictures.map(({ preview }) => pictureUrl(preview, settings.apiUrl)).find((url) => url !== undefined);
  if (!imageUrl) return 'missing_picture';
  const brand = facetValues.find(({ facet }) => brandFacet.test(facet.code));
  const words = [...variants, ...facetValues.filter((each) => each !== brand)].map((each) =>
    plainLine(each.name, longestTitle),
  );
  return catalogEntry(
    {
      ...{ id: plainId(id), title, imageUrl, price: offer.price, available: offer.available },
      brand: plainLine(brand?.name ?? '', longestTitle) || null,
      description: plainText(description),
      url: fillUrlTemplate(settings.productUrl, 'slug', slug),
      reference: plainId(offer.variant.sku) || null,
    },
    {
      categoryPaths: distinct(collections.map((each) => pathOf(each.id) ?? []).filter((path) => path.length > 0)),
      references: distinct([...variants.map(({ sku }) => plainId(sku)), plainId(slug)].filter(Boolean)),
      variantText: distinct(words.filter((word) => word && word !== title)).join('\n'),
    },
  );
}

/** The one that a visitor would buy: the cheapest that is there, as the lower end of the range that Vendure's search shows. */
function offerOf(variants: readonly Variant[], precision: number): Offer | undefined {
  const offers = variants.flatMap((variant): Offer[] => {
    const amount = Number(variant.priceWithTax || Number.NaN) / 10 ** precision;
    const currency = variant.currencyCode.toUpperCase();
    // 0 is also what Vendure says where a variant has no price in this currency or channel.
    if (!(amount > 0 && amount < 1e12) || !/^[A-Z]{3}$/.test(currency)) return [];
    return [{ variant, price: { amount, currency }, available: isAvailable(variant.stockLevel) }];
  });
  const there = offers.filter(({ available }) => available);
  return (there.length > 0 ? there : offers).toSorted((a, b) => a.price.amount - b.price.amount)[0];
}

/** `IN_STOCK`, `LOW_STOCK`, `OUT_OF_STOCK`, or what a StockDisplayStrategy of the shop's own says: pieces, as a rule. */
function isAvailable(stockLevel: string): boolean {
  if (/^\s*-?\d+(?:\.\d+)?\s*$/.test(stockLevel)) return Number(stockLevel) > 0;
  return !/out[\s_-]*of[\s_-]*stock|sold[\s_-]*out|unavailable/i.test(stockLevel);
}

/** Previews may be 1,600 pixels wide; the AssetServerPlugin makes them fit for a list, any other store ignores the word. */
function pictureUrl(preview: string, apiUrl: string): string | undefined {
  const url = preview ? URL.parse(preview, apiUrl) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  if (!url.search) url.search = '?preset=medium';
  return url.href;
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
