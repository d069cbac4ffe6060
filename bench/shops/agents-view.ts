import type { WireCategory, WireProduct } from '../../connector/contract/catalog.ts';
import type { Exchange } from '../../platform/exchange.ts';
import { listCategories, listProducts, type RegisteredConnector } from '../../platform/platform-client.ts';
import type { LocalConnector } from './local-connector.ts';

/** All that agents of a website get by signed calls. */
export interface AgentsView {
  products: Map<string, WireProduct>;
  /** By label path from the root, joined by ` > `. */
  categories: Map<string, { count: number; products: Set<string> }>;
  /** The ids that a search finds, and how long its answer took. */
  search(text: string): Promise<{ ids: string[]; milliseconds: number }>;
}

export async function viewOf({ connector, website: idWebsite }: LocalConnector): Promise<AgentsView> {
  const listed = await pages(1_000, (page) => listCategories(connector, { idWebsite, ...page }));
  const known = listed as unknown as WireCategory[];
  const byId = new Map(known.map((category) => [category.id, category]));
  const pathOf = ({ label, idParent }: WireCategory): string =>
    idParent === null ? label : `${pathOf(byId.get(idParent)!)} > ${label}`;
  const categories: AgentsView['categories'] = new Map();
  for (const category of known) {
    const inside = await productsOf(connector, { idWebsite, idCategory: category.id });
    categories.set(pathOf(category), { count: category.productsCount ?? Number.NaN, products: new Set(inside.map(({ id }) => id)) });
  }
  const products = await productsOf(connector, { idWebsite });
  return {
    products: new Map(products.map((product) => [product.id, product])),
    categories,
    async search(searchQuery) {
      const exchange = await listProducts(connector, { idWebsite, searchQuery, limit: 20 });
      const { milliseconds } = exchange;
      return { ids: bodyOf<WireProduct>(exchange).map(({ id }) => id), milliseconds };
    },
  };
}

async function productsOf(connector: RegisteredConnector, query: { idWebsite: string; idCategory?: string }) {
  return (await pages(100, (page) => listProducts(connector, { ...query, ...page }))) as WireProduct[];
}

async function pages(limit: number, call: (page: { limit: number; offset: number }) => Promise<Exchange>) {
  const all: unknown[] = [];
  for (;;) {
    const page = bodyOf<unknown>(await call({ limit, offset: all.length }));
    all.push(...page);
    if (page.length < limit) return all;
  }
}

function bodyOf<Item>({ answer, failure, request }: Exchange): Item[] {
  if (answer?.status !== 200) throw new Error(`${request.url}: ${failure ?? answer?.status}`);
  return JSON.parse(answer.body.toString());
}
