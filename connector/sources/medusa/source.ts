import type { CatalogSource } from '../../catalog/catalog-source.ts';
import { categoryPaths } from '../../catalog/category-paths.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { pageOf } from '../../catalog/page-of.ts';
import { plainLine } from '../../text/plain-text.ts';
import { forExample, many } from '../../text/proof.ts';
import { productSchema } from './answers.ts';
import { causes } from './causes.ts';
import { entryOf } from './entry-of.ts';
import { parameters, type Settings } from './parameters.ts';
import { placeOf, productsAfter, safePointOf } from './place.ts';
import { listCategories, listProducts, regionOf } from './store-api.ts';

/** Medusa 2, by its Store API. */
export const medusa: CatalogSource<Settings> = {
  parameters,

  async verify(shop) {
    const { region, regions } = await regionOf(shop);
    const { products, count } = await listProducts(shop, { region, limit: 1 });
    if (products.length === 0) throw failureOf(causes.noProducts);
    const categories = await listCategories(shop);
    const title = plainLine(productSchema.safeParse(products[0]).data?.title ?? '', 200);
    const tree = categories.length > 0 ? ` in ${many(categories.length, 'category', 'categories')}` : '';
    const which = `the region “${plainLine(region.name, 80)}”${regions.length > 1 ? `, one of ${regions.length}` : ''}`;
    const currency = plainLine(region.currency_code, 3).toUpperCase();
    return `${many(count, 'product')}${tree}${forExample(title)}; prices in ${currency} of ${which}.`;
  },

  async *read(shop, { from }) {
    const { region } = await regionOf(shop);
    const categories = await listCategories(shop);
    const pathOf = categories.length > 0 ? categoryPaths(categories) : undefined;
    for (let place = placeOf(from); ; ) {
      const { products, count, isEstimate, place: reached } = await productsAfter(place, region, shop);
      if (reached.read === 0) throw failureOf(causes.noProducts);
      if (products.length === 0) return {};
      const page = pageOf(products, (product) => entryOf(product, { settings: shop.credentials, pathOf }));
      const isLast = !isEstimate && reached.read >= count;
      yield { ...page, ...(!isEstimate && { announced: count }), ...(!isLast && { next: safePointOf(reached) }) };
      if (isLast) return {};
      place = reached;
    }
  },

  sample: ({ shop }) => ({ apiUrl: shop, publishableKey: 'pk_sample', productPage: `${shop}/products/{handle}` }),
};
