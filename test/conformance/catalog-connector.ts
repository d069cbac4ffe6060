import { type SeenCall, type StandInAnswer, startStandInConnector } from '../helpers/stand-in-connector.ts';

export interface StandInProduct {
  id: string;
  title: string;
  reference?: string;
  brand?: string;
  /** Ids of categories; their ancestors hold it too. */
  categories: readonly string[];
}

export interface StandInCatalog {
  categories: readonly { id: string; idParent: string | null }[];
  products: readonly StandInProduct[];
  /** Prices as another shop writes them. */
  price?: string;
}

/** A correct connector for any catalog, installed from the first: a word of a title or a whole reference finds a product. */
export function startCatalogConnector(catalog: StandInCatalog) {
  return startStandInConnector((call) => {
    if (call.method === 'POST') return { body: { isStepValid: true, isValid: true, errors: [], status: 'received' } };
    if (call.path === '/products') return products(catalog, call);
    if (call.path === '/categories') return categories(catalog, call);
    return { body: { status: 'UP' } };
  });
}

function products({ categories, products, price = '99.90 €' }: StandInCatalog, { query }: SeenCall): StandInAnswer {
  const text = query.get('searchQuery') || query.get('search[default][contains]');
  const category = query.get('idCategory');
  const found = products.filter(
    (product) => (!category || isIn(categories, product, category)) && (!text || isFoundBy(product, text)),
  );
  return { body: page(found, query, 20).map((product) => wireProduct(product, price)) };
}

function categories({ categories, products }: StandInCatalog, { query }: SeenCall): StandInAnswer {
  const parent = query.get('idParent');
  const asked = parent === '' || parent === 'null' ? null : parent;
  const children = query.has('idParent') ? categories.filter(({ idParent }) => idParent === asked) : categories;
  const body = page(children, query, 1_000).map(({ id, idParent }) => {
    const productsCount = products.filter((product) => isIn(categories, product, id)).length;
    return { id, idParent, label: `Category ${id}`, products: null, productsCount };
  });
  return { body };
}

function isIn(categories: StandInCatalog['categories'], product: StandInProduct, id: string): boolean {
  const isUnder = (each: string | null | undefined): boolean =>
    each === id || (each != null && isUnder(categories.find((category) => category.id === each)?.idParent));
  return product.categories.some(isUnder);
}

function isFoundBy({ title, reference }: StandInProduct, text: string): boolean {
  const words = wordsOf(title);
  return text === reference || (wordsOf(text).length > 0 && wordsOf(text).every((word) => words.includes(word)));
}

function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{Mn}+/gu, '')
    .normalize('NFC')
    .toLowerCase();
  return plain.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
}

function page<Item>(items: readonly Item[], query: URLSearchParams, limit: number): Item[] {
  const offset = Number(query.get('offset') ?? 0);
  return items.slice(offset, offset + Number(query.get('limit') ?? limit));
}

function wireProduct({ id, title, reference, brand }: StandInProduct, priceCatalog: string) {
  return {
    ...{ id, title, reference: reference ?? null, brand: brand ?? null, priceCatalog },
    ...{ productUrl: `https://shop.example/${encodeURIComponent(id)}`, imageUrl: 'https://shop.example/1.jpg' },
    ...{ description: '', shortDescription: null, available: true, pricePromotion: null, priceSpecial: null },
  };
}
