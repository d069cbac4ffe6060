import type { Check } from '../check.ts';
import { requireField, requireOnly, show } from '../requirements.ts';
import { filledText, flag, isPlainText, orNull, price, type Rule, text, webUrl } from '../rules.ts';
import { Violation } from '../violation.ts';
import { type Listed, productsOf } from './catalog-lists.ts';
import { priceNumber } from './price-number.ts';

const fields: Readonly<Record<string, Rule>> = {
  id: filledText,
  title: filledText,
  productUrl: webUrl,
  brand: orNull(text),
  description: text,
  shortDescription: orNull(text),
  available: flag,
  imageUrl: webUrl,
  reference: orNull(text),
  priceCatalog: price,
  pricePromotion: orNull(price),
  priceSpecial: orNull(price),
};

function fieldCheck([name, rule]: [string, Rule]): Check {
  return {
    name: `field-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    title: `${name} of every product is ${rule.expected}.`,
    async run(context) {
      for (const { item, id, exchange } of (await productsOf(context)).items) {
        requireField(item, name, rule, exchange, `product ${show(id)}`);
      }
      return undefined;
    },
  };
}

function everyProduct(name: string, title: string, problemOf: (product: Listed['item']) => string | undefined): Check {
  return {
    name,
    title,
    async run(context) {
      for (const { item, id, exchange } of (await productsOf(context)).items) {
        const problem = problemOf(item);
        if (problem !== undefined) throw new Violation(`Product ${show(id)}: ${problem}`, exchange, item);
      }
      return undefined;
    },
  };
}

function plain(name: 'title' | 'description' | 'shortDescription', check: string): Check {
  return everyProduct(check, `${name} is plain text: no HTML.`, ({ [name]: value }) =>
    typeof value === 'string' && !isPlainText(value) ? `${name} holds HTML: ${show(value)}` : undefined,
  );
}

export const fieldChecks: readonly Check[] = [
  ...Object.entries(fields).map(fieldCheck),
  {
    name: 'documented-only',
    title: 'A product has documented fields only.',
    async run(context) {
      for (const { item, id, exchange } of (await productsOf(context)).items) {
        requireOnly(item, Object.keys(fields), exchange, `product ${show(id)}`);
      }
      return undefined;
    },
  },
  plain('title', 'plain-title'),
  plain('description', 'plain-description'),
  plain('shortDescription', 'plain-short-description'),
  everyProduct(
    'promotion-below-price',
    'pricePromotion is set only when it is lower than priceCatalog.',
    ({ priceCatalog, pricePromotion }) => {
      if (typeof pricePromotion !== 'string' || typeof priceCatalog !== 'string') return undefined;
      const [usual, reduced] = [priceNumber(priceCatalog), priceNumber(pricePromotion)];
      if (usual === undefined || reduced === undefined || reduced < usual) return undefined;
      return `pricePromotion ${show(pricePromotion)} is not lower than priceCatalog ${show(priceCatalog)}.`;
    },
  ),
  everyProduct('prices-alike', 'The prices of one product have one currency.', ({ priceCatalog, pricePromotion }) => {
    if (typeof pricePromotion !== 'string' || typeof priceCatalog !== 'string') return undefined;
    if (currencyOf(priceCatalog) === currencyOf(pricePromotion)) return undefined;
    return `priceCatalog is ${show(priceCatalog)}, pricePromotion is ${show(pricePromotion)}.`;
  }),
];

function currencyOf(text: string): string {
  return text.replace(/[^\p{Sc}\p{L}]/gu, '');
}
