import type { Category, Product } from '../../connector/catalog/catalog-source.ts';
import type { CatalogIndex } from '../../connector/search/catalog-index.ts';
import type { CatalogCode } from './explain-finding.ts';
import type { Found } from './finding.ts';
import { Tally } from './tally.ts';

/** Products that are looked for, spread over the whole catalog. */
const probes = 200;
const firstPage = 20;

/** Looks at the catalog as an agent would: opens categories, searches for what is there and for `queries`. */
export function probeCatalog(
  index: CatalogIndex,
  pathsLeftOut: ReadonlyMap<string, string>,
  queries: readonly string[],
): Found[] {
  const tally = new Tally<CatalogCode>();
  const search = (text: string) => page(index, { text, limit: firstPage });

  const step = Math.max(1, Math.floor(index.productCount / probes));
  for (let offset = 0; offset < index.productCount; offset += step) {
    const [product] = page(index, { limit: 1, offset });
    if (!product) break;
    const { id, title, reference } = product;
    if (!search(title).some((other) => other.id === id || other.title === title))
      tally.add('title_not_found', id, title);
    if (reference && search(reference)[0]?.id !== id) tally.add('reference_not_found', id, reference);
  }
  for (const query of queries) if (search(query).length === 0) tally.add('query_finds_nothing', query, null);

  const [best] = page(index, { limit: 1 });
  if (best && !best.available) tally.add('nothing_in_stock', best.id, best.title);
  const categories = index.categories({ parentId: undefined, limit: undefined, offset: 0 });
  const paths = pathsOf(categories);
  for (const { id, productCount } of categories) {
    const [first] = page(index, { categoryId: id, limit: 1 });
    if (best?.available && first && !first.available) {
      tally.add('category_out_of_stock', paths.get(id)!.join(' > '), `${productCount} out of stock`);
    }
  }
  const shown = new Set([...paths.values()].map((path) => path.join('\n')));
  for (const [path, id] of pathsLeftOut) {
    if (!shown.has(path)) tally.add('empty_category', path.replaceAll('\n', ' > '), id && `named by ${id}`);
  }
  return tally.found;
}

function page(
  index: CatalogIndex,
  query: { text?: string; categoryId?: string; limit: number; offset?: number },
): Product[] {
  const { text, categoryId, limit, offset = 0 } = query;
  return index.products({ text, categoryId, limit, offset });
}

/** Labels from the root, by id. Parents stand before their children. */
function pathsOf(categories: readonly Category[]): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const { id, parentId, label } of categories) {
    paths.set(id, [...(parentId === null ? [] : (paths.get(parentId) ?? [])), label]);
  }
  return paths;
}
