import type { Motif } from './picture.ts';

/** A product of the sample shop, as its page, its picture and its feed show it. */
export interface SampleProduct {
  /** Also its reference, and the group of its variants. */
  id: string;
  title: string;
  brand: string;
  /** HTML. */
  description: string;
  /** Euros. */
  price: number;
  sale: SampleSale | null;
  inStock: boolean;
  /** From the root, e.g. `['Café', 'Préparer', 'Moulins']`. */
  categories: readonly string[];
  motif: Motif;
  variants: readonly SampleVariant[];
}

interface SampleSale {
  price: number;
  /** ISO 8601; null: for as long as it is advertised. */
  from: string | null;
  to: string | null;
}

export interface SampleVariant {
  id: string;
  color: string | null;
  size: string | null;
  inStock: boolean;
}

/** One line of `products.ts`. */
export interface ProductLine {
  title: string;
  brand: string;
  price: number;
  about: string;
  motif: Motif;
  sale?: number;
  /** Of the sale; without it the sale is on. */
  saleFrom?: string;
  saleTo?: string;
  soldOut?: boolean;
  colors?: readonly string[];
  sizes?: readonly string[];
  /** Endings of the variants' ids that are sold out, e.g. `BLEU-NUIT-S`; all else is there. */
  missing?: readonly string[];
}

/** `path` is written `Café > Préparer > Moulins`; ids count from `prefix-01`. */
export function section(prefix: string, path: string, lines: readonly ProductLine[]): SampleProduct[] {
  return lines.map((line, index) => {
    const id = `${prefix}-${String(index + 1).padStart(2, '0')}`;
    const { title, brand, price, about, motif, sale, saleFrom = null, saleTo = null, soldOut = false } = line;
    return {
      ...{ id, title, brand, price, motif },
      description: `<p>${about}</p>`,
      sale: sale === undefined ? null : { price: sale, from: saleFrom, to: saleTo },
      inStock: !soldOut,
      categories: path.split(' > '),
      variants: variantsOf(id, line),
    };
  });
}

function variantsOf(id: string, { colors = [], sizes = [], missing = [], soldOut }: ProductLine): SampleVariant[] {
  if (colors.length + sizes.length === 0) return [];
  return (colors.length ? colors : [null]).flatMap((color) =>
    (sizes.length ? sizes : [null]).map((size) => {
      const ending = [color, size]
        .filter((part) => part !== null)
        .map(codeOf)
        .join('-');
      return { id: `${id}-${ending}`, color, size, inStock: !soldOut && !missing.includes(ending) };
    }),
  );
}

/** `Bleu nuit` → `BLEU-NUIT` */
function codeOf(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\W+/g, '-').toUpperCase();
}
