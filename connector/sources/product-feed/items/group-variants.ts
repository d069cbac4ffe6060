import type { CatalogEntry } from '../../../catalog/catalog-entry.ts';
import { cut, plainText } from '../../../text/plain-text.ts';
import { distinctPaths } from './category-paths.ts';
import { commonTitle } from './common-title.ts';
import type { Variant } from './map-item.ts';

/** Google's limit for both. */
const maxDescriptionLength = 5_000;
const maxVariantTextLength = 5_000;

/** The product with the given id that the variants are of; undefined when neither they nor `placeholder` are a picture. */
export function groupVariants(
  id: string,
  variants: Variant[],
  placeholder: string | undefined,
): CatalogEntry | undefined {
  const imageUrl = pictureOf(variants) ?? placeholder;
  return imageUrl === undefined ? undefined : entryOf(id, imageUrl, variants);
}

function pictureOf(variants: Variant[]): string | undefined {
  return leadOf(variants).imageUrl ?? variants.find(({ imageUrl }) => imageUrl)?.imageUrl;
}

/** Whose price, sale, link, reference and stock are shown, together: the first in stock, else the first. */
function leadOf(variants: Variant[]): Variant {
  return variants.find(({ available }) => available) ?? variants[0]!;
}

function entryOf(id: string, imageUrl: string, variants: Variant[]): CatalogEntry {
  const lead = leadOf(variants);
  const fromLead = <K extends keyof Variant>(key: K) =>
    lead[key] || (variants.find((one) => one[key])?.[key] ?? lead[key]);
  const title = (haveOnePrice(variants) ? commonTitle(variants) : undefined) ?? lead.title;
  return {
    product: {
      id,
      title,
      url: lead.url,
      imageUrl,
      brand: fromLead('brand'),
      description: cut(plainText(fromLead('description')), maxDescriptionLength),
      shortDescription: cut(plainText(fromLead('shortDescription')), maxDescriptionLength) || null,
      available: lead.available,
      reference: lead.references[0] ?? null,
      price: lead.price,
      salePrice: lead.salePrice,
      specialPrice: null,
    },
    categoryPaths: distinctPaths(variants.flatMap((variant) => variant.categoryPaths)),
    references: [
      ...new Set(variants.flatMap(({ references, groupId }) => (groupId ? [...references, groupId] : references))),
    ],
    variantText: variantText(title, variants),
  };
}

/** A title that all share would promise the lead's price for variants that cost something else. */
function haveOnePrice([first, ...others]: Variant[]): boolean {
  const pair = ({ price, salePrice }: Variant) => `${price.amount} ${price.currency} ${salePrice?.amount}`;
  return others.every((other) => pair(other) === pair(first!));
}

/** Distinct words of all variants' traits and titles that the product's title lacks. */
function variantText(title: string, variants: Variant[]): string {
  const known = new Set(title.toLowerCase().split(' '));
  const words: string[] = [];
  for (const variant of variants) {
    for (const word of [...variant.traits, variant.title].join(' ').split(' ')) {
      const folded = word.toLowerCase();
      if (!/[\p{L}\p{N}]/u.test(word) || known.has(folded)) continue;
      known.add(folded);
      words.push(word);
    }
  }
  return cut(words.join(' '), maxVariantTextLength);
}
