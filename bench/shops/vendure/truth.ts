import type { TrueProduct } from '../real-shop.ts';
import type { Admin } from './admin.ts';

interface Listed {
  id: string;
  name: string;
  slug: string;
  collections: { isPrivate: boolean; breadcrumbs: { name: string }[] }[];
  variants: {
    enabled: boolean;
    sku: string;
    priceWithTax: number;
    currencyCode: string;
    trackInventory: string;
    stockLevels: { stockOnHand: number; stockAllocated: number }[];
  }[];
}

const query = `query($skip: Int!) {
  products(options: { skip: $skip, take: 500, sort: { id: ASC }, filter: { enabled: { eq: true } } }) {
    totalItems
    items {
      id name slug
      collections { isPrivate breadcrumbs { name } }
      variants { enabled sku priceWithTax currencyCode trackInventory stockLevels { stockOnHand stockAllocated } }
    }
  }
}`;

/** By the Admin API, which the source does not know: stock in pieces, paths by their breadcrumbs. */
export async function truth(admin: Admin, productUrl: string): Promise<TrueProduct[]> {
  const all: Listed[] = [];
  for (;;) {
    const { products } = await admin<{ products: { totalItems: number; items: Listed[] } }>(query, { skip: all.length });
    all.push(...products.items);
    if (products.items.length === 0 || all.length >= products.totalItems) return all.map((each) => trueProduct(each, productUrl));
  }
}

function trueProduct({ id, name, slug, collections, variants }: Listed, productUrl: string): TrueProduct {
  const sold = variants.filter(({ enabled }) => enabled);
  const there = sold.filter(({ trackInventory, stockLevels }) => {
    const pieces = stockLevels.reduce((sum, { stockOnHand, stockAllocated }) => sum + stockOnHand - stockAllocated, 0);
    return trackInventory === 'FALSE' || pieces > 0;
  });
  const [cheapest] = (there.length > 0 ? there : sold).toSorted((a, b) => a.priceWithTax - b.priceWithTax);
  return {
    ...{ id, title: name, price: cheapest!.priceWithTax / 100, currency: cheapest!.currencyCode, salePrice: null },
    available: there.length > 0,
    url: productUrl.replace('{slug}', slug),
    references: sold.map(({ sku }) => sku),
    // The first one is the root.
    categoryPaths: collections
      .filter(({ isPrivate }) => !isPrivate)
      .map(({ breadcrumbs }) => breadcrumbs.slice(1).map((each) => each.name)),
  };
}
