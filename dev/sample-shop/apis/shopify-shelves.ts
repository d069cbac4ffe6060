import { GraphQLError } from 'graphql';
import { pagePath, picturePath } from '../feed.ts';
import type { SampleProduct, SampleVariant } from '../sample-product.ts';

/** As `products`, `variants` and `collections` take them. */
export interface PageArguments {
  first?: number | null;
  after?: string | null;
  query?: string | null;
  reverse?: boolean | null;
}

type Collection = ReturnType<typeof collectionOf>;

/** What an answer depends on beside the catalog. */
interface Context {
  origin: string;
  currency: string;
}

interface Placed {
  gid: string;
  createdAt: string;
  product: SampleProduct;
  /** For resellers: it is in a token's channel, not in the Online Store. */
  isHidden?: boolean;
}

const frontPage = collectionOf('Home page', 'frontpage', 0);

/** The sample products in the forms of Shopify's schema; fields without arguments are values, which graphql-js takes as they are. */
export function shopifyShelves(products: readonly SampleProduct[], wholesale?: 'with a wholesale product') {
  const placed = products.map(place);
  const [first] = products;
  if (first && wholesale)
    placed.push({ ...place({ ...first, id: `${first.id}-GROS` }, products.length), isHidden: true });
  const byId = new Map(placed.map((each, index) => [each.gid, index]));
  const labels = [...new Set(products.flatMap(({ categories }) => categories))];
  const collections = new Map(labels.map((label, index) => [label, collectionOf(label, slug(label), index + 1)]));

  return {
    products({ query, ...page }: PageArguments, context: Context, deepest: number) {
      const since = /^created_at:>='([^']+)'$/.exec(query ?? '')?.[1];
      const from = since === undefined ? 0 : placed.findIndex(({ createdAt }) => createdAt >= since);
      return connection(from < 0 ? [] : placed, page, {
        ...{ from: Math.max(from, 0), deepest },
        idOf: ({ gid }) => gid,
        nodeOf: (each) => productNode(each, context, collections),
      });
    },
    product(gid: string, context: Context) {
      const index = byId.get(gid);
      return index === undefined ? null : productNode(placed[index]!, context, collections);
    },
    collections: (page: PageArguments) => list([frontPage, ...collections.values()], page),
  };
}

/** In the order of creation; some of one second, as an import makes them. */
function place(product: SampleProduct, index: number): Placed {
  const createdAt = new Date(Date.UTC(2024, 0, 1) + Math.floor(index / 7) * 1000).toISOString().replace('.000', '');
  return { gid: `gid://shopify/Product/${8_100_000_000_000 + index}`, createdAt, product };
}

function productNode(
  { gid, createdAt, product, isHidden }: Placed,
  context: Context,
  shelves: Map<string, Collection>,
) {
  const { id, title, brand, description, categories } = product;
  const { origin } = context;
  const variants = (product.variants.length > 0 ? product.variants : [null]).map((variant, index) =>
    variantNode(product, variant, index, context),
  );
  return {
    ...{ id: gid, createdAt, title, vendor: brand, descriptionHtml: description, handle: `${slug(title)}-${slug(id)}` },
    productType: categories.at(-1) ?? '',
    onlineStoreUrl: isHidden ? null : origin + pagePath(id, null),
    featuredImage: { url: origin + picturePath(id, null) },
    selectedOrFirstAvailableVariant: variants.find(({ availableForSale }) => availableForSale) ?? variants[0],
    variants: (page: PageArguments) => list(variants, page),
    collections: (page: PageArguments) => list([frontPage, ...categories.map((label) => shelves.get(label)!)], page),
  };
}

function variantNode(product: SampleProduct, variant: SampleVariant | null, index: number, context: Context) {
  const { id, price, sale, inStock } = product;
  const { origin, currency } = context;
  const now = Date.now();
  const isOnSale = sale && (!sale.from || Date.parse(sale.from) <= now) && (!sale.to || now <= Date.parse(sale.to));
  const money = (value: number) => ({ amount: decimal(value), currencyCode: currency });
  return {
    id: `gid://shopify/ProductVariant/${numberFrom(variant?.id ?? id)}`,
    title: [variant?.color, variant?.size].filter(Boolean).join(' / ') || 'Default Title',
    sku: variant?.id ?? id,
    barcode: index === 0 ? String(3_700_000_000_000 + (numberFrom(id) % 1_000_000)) : null,
    availableForSale: variant ? variant.inStock : inStock,
    price: money(isOnSale ? sale.price : price),
    // Some shops write the price itself there, or a lower one: neither is a sale.
    compareAtPrice: isOnSale ? money(price) : price > 200 ? money(price) : null,
    image: { url: origin + picturePath(id, variant) },
  };
}

function collectionOf(title: string, handle: string, index: number) {
  return { id: `gid://shopify/Collection/${640_000_000_000 + index}`, title, handle };
}

function list<Node extends { id: string }>(nodes: readonly Node[], page: PageArguments) {
  return connection(nodes, page, {
    from: 0,
    deepest: Number.POSITIVE_INFINITY,
    idOf: ({ id }) => id,
    nodeOf: (node) => node,
  });
}

/** Cursors hold how far they lie in their list, by which Shopify refuses deep ones. */
function connection<Item, Node>(
  items: readonly Item[],
  { first, after, reverse }: PageArguments,
  {
    from,
    deepest,
    idOf,
    nodeOf,
  }: { from: number; deepest: number; idOf(item: Item): string; nodeOf(item: Item): Node },
) {
  if (!first || first < 1 || first > 250) throw new GraphQLError('first must be between 1 and 250');
  const begin = after ? offsetOf(after) + 1 : 0;
  if (begin + first > deepest) throw new GraphQLError(`Cannot page beyond ${deepest} objects`);
  const at = (index: number) => items[reverse ? items.length - 1 - index : from + index]!;
  const length = items.length - (reverse ? 0 : from);
  const end = Math.min(begin + first, length);
  const page = Array.from({ length: Math.max(end - begin, 0) }, (_, index) => at(begin + index));
  const last = page.at(-1);
  return {
    nodes: page.map(nodeOf),
    pageInfo: { hasNextPage: end < length, endCursor: last === undefined ? null : cursorOf(idOf(last), end - 1) },
  };
}

function cursorOf(id: string, offset: number): string {
  return Buffer.from(JSON.stringify({ last_id: id, offset })).toString('base64');
}

function offsetOf(cursor: string): number {
  try {
    return Number(JSON.parse(Buffer.from(cursor, 'base64').toString()).offset);
  } catch {
    throw new GraphQLError('Invalid cursor for current pagination sort.');
  }
}

/** As Shopify writes decimals: `18.0`, `14.25`. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function slug(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\W+/g, '-').toLowerCase();
}

/** The same for the same text. */
function numberFrom(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_000_000_000_000, 7) + 1;
}
