import type { Exchange } from '../../platform/exchange.ts';
import { shared } from '../context.ts';
import { count } from '../rules.ts';
import { categoriesOf, type Listed, readPages, sampleOf } from './catalog-lists.ts';

interface CategoryPages {
  category: Listed;
  /** Of its products, in the order of its pages. */
  ids: string[];
  /** One of its pages; the list of categories when it has none. */
  exchange: Exchange;
}

const mostCategories = 30;
const largestCategory = 500;

/** The products of a sample of categories that are small enough to be read whole. */
export const categoryPagesOf = shared('the products of the categories', async (context): Promise<CategoryPages[]> => {
  const { items } = await categoriesOf(context);
  const small = items.filter(
    ({ item }) => !count.holds(item.productsCount) || Number(item.productsCount) <= largestCategory,
  );
  const pages: CategoryPages[] = [];
  for (const category of sampleOf(small, mostCategories)) {
    const listing = await readPages(context, { idCategory: category.id }, 100);
    const { exchange } = listing.items.at(-1) ?? category;
    if (listing.complete) pages.push({ category, ids: listing.ids, exchange });
  }
  return pages;
});
