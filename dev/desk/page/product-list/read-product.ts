/** A product as far as a card shows it. */
export interface CardProduct {
  id: string;
  title: string;
  brand: string;
  /** Only http(s), else ''. */
  productUrl: string;
  imageUrl: string;
  available: boolean;
  /** What is asked for it. */
  price: string;
  /** Struck out beside it; '' without a promotion. */
  formerPrice: string;
  specialPrice: string;
}

export interface CardCategory {
  id: string;
  idParent: string | null;
  label: string;
  count: number;
}

type Loose = Record<string, unknown>;

/** The connector may be anybody's: what cannot be shown is left out, and the inspector says what is wrong. */
export function readProducts(body: unknown): CardProduct[] {
  return listOf(body).flatMap((item) => {
    const { id, title, brand, productUrl, imageUrl, available, priceCatalog, pricePromotion, priceSpecial } = item;
    if (!text(id) || !text(title)) return [];
    return {
      ...{ id: text(id), title: text(title), brand: text(brand), available: available === true },
      ...{ productUrl: webUrl(productUrl), imageUrl: webUrl(imageUrl) },
      price: text(pricePromotion) || text(priceCatalog),
      formerPrice: text(pricePromotion) ? text(priceCatalog) : '',
      specialPrice: text(priceSpecial),
    };
  });
}

export function readCategories(body: unknown): CardCategory[] {
  return listOf(body).flatMap(({ id, idParent, label, productsCount }) => {
    if (!text(id)) return [];
    return { id: text(id), idParent: text(idParent) || null, label: text(label), count: Number(productsCount) || 0 };
  });
}

function listOf(body: unknown): Loose[] {
  return Array.isArray(body) ? body.map((item) => Object(item)) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A link of another scheme would run in the desk's own page. */
export function webUrl(value: unknown): string {
  return typeof value === 'string' && /^https?:\/\//i.test(value) ? value : '';
}
