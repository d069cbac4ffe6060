import type { CatalogSource } from '../../catalog/catalog-source.ts';
import { categoryPaths } from '../../catalog/category-paths.ts';
import { failureOf } from '../../catalog/failure-cause.ts';
import { placeOf, recordsAfter, safePointOf } from '../../catalog/offset-place.ts';
import { pageOf } from '../../catalog/page-of.ts';
import { plainLine } from '../../text/plain-text.ts';
import { forExample, many } from '../../text/proof.ts';
import { productSchema } from './answers.ts';
import { causes } from './causes.ts';
import { entryOf } from './entry-of.ts';
import { parameters, type Settings } from './parameters.ts';
import { countCategories, listCategories, listProducts, regionOf } from './store-api.ts';

/** A hundred, and the last of those before. */
const perPage = 101;

/** Medusa 2, by its Store API. */
export const medusa: CatalogSource<Settings> = {
  parameters,

  async verify(shop) {
    const { region, regions } = await regionOf(shop);
    const { records, count } = await listProducts(shop, { region, limit: 1 });
    if (records.length === 0) throw failureOf(causes.noProducts);
    const categories = await countCategories(shop);
    const title = plainLine(productSchema.safeParse(records[0]).data?.title ?? '', 200);
    const tree = categories > 0 ? ` in ${many(categories, 'category', 'categories')}` : '';
    const which = `the region “${plainLine(region.name, 80)}”${regions.length > 1 ? `, one of ${regions.length}` : ''}`;
    const currency = plainLine(region.currency_code, 3).toUpperCase();
    return `${many(count, 'product')}${tree}${forExample(title)}; prices in ${currency} of ${which}.`;
  },

  async *read(shop, { from }) {
    const { region } = await regionOf(shop);
    const categories = await listCategories(shop);
    const pathOf = categories.length > 0 ? categoryPaths(categories) : undefined;
    for (let place = placeOf(from); ; ) {
      const { records, count, isEstimate, ...reached } = await recordsAfter(place, (offset) =>
        listProducts(shop, { region, limit: perPage, offset }),
      );
      if (reached.place.read === 0) throw failureOf(causes.noProducts);
      if (records.length === 0) return {};
      const page = pageOf(records, (product) => entryOf(product, { settings: shop.credentials, pathOf }));
      place = reached.place;
      const isLast = !isEstimate && place.read >= count;
      yield { ...page, ...(!isEstimate && { announced: count }), ...(!isLast && { next: safePointOf(place) }) };
      if (isLast) return {};
    }
  },

  sample: ({ shop }) => ({ apiUrl: shop, publishableKey: 'pk_sample', productPage: `${shop}/products/{handle}` }),
};
