import type { Category, Product } from '../../connector/catalog/catalog-source.ts';
import type { CatalogIndex } from '../../connector/search/catalog-index.ts';
import { type FindingCode, finding } from './explain-finding.ts';
import type { FeedExamination } from './feed/feed-examination.ts';
import { type Finding, maxSamples, type Sample } from './finding.ts';

/** Products that are looked for, spread over the whole catalog. */
const probes = 200;
const firstPage = 20;

/** Looks at the catalog as an agent would: opens categories, searches for what is there and for `queries`. */
export function probeCatalog(index: CatalogIndex, examination: FeedExamination, queries: readonly string[]): Finding[] {
  const found = new Map<FindingCode, Sample[]>();
  const report = (code: FindingCode, id: string, value: string | null) => {
    const samples = found.get(code) ?? [];
    samples.push({ id, value });
    found.set(code, samples);
  };
  const search = (text: string) => page(index, { text, limit: firstPage });

  const step = Math.max(1, Math.floor(index.productCount / probes));
  for (let offset = 0; offset < index.productCount; offset += step) {
    const [product] = page(index, { limit: 1, offset });
    if (!product) break;
    const { id, title, reference } = product;
    if (!search(title).some((other) => other.id === id || other.title === title)) report('title_not_found', id, title);
    if (reference && search(reference)[0]?.id !== id) report('reference_not_found', id, reference);
  }
  for (const query of queries) if (search(query).length === 0) report('query_finds_nothing', query, null);

  const [best] = page(index, { limit: 1 });
  if (best && !best.available) report('nothing_in_stock', best.id, best.title);
  const categories = index.categories({ parentId: undefined, limit: undefined, offset: 0 });
  const paths = pathsOf(categories);
  for (const { id, productCount } of categories) {
    const [first] = page(index, { categoryId: id, limit: 1 });
    if (best?.available && first && !first.available) {
      report('category_out_of_stock', paths.get(id)!.join(' > '), `${productCount} out of stock`);
    }
  }
  const shown = new Set([...paths.values()].map((path) => path.join('\n')));
  for (const [path, id] of examination.pathsLeftOut) {
    if (!shown.has(path)) report('empty_category', path.replaceAll('\n', ' > '), id && `named by ${id}`);
  }
  return [...found].map(([code, samples]) => finding(code, samples.length, samples.slice(0, maxSamples)));
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
