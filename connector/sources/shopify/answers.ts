import * as z from 'zod/mini';

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.optional(z.nullable(z.string())) });

/** Where a listing goes on is read strictly, what it lists as far as it makes sense. */
const listOf = <Node>(node: z.ZodMiniType<Node>) => z.object({ pageInfo, nodes: z.array(node) });

/** Null, absent and of another kind alike. */
const text = z.catch(z.string(), '');
const maybe = <Value>(value: z.ZodMiniType<Value>) => z.catch(z.nullable(value), null);

const money = z.object({ amount: z.union([z.string(), z.number()]), currencyCode: z.string() });
const picture = z.object({ url: z.string() });
const variant = z.catch(z.object({ id: text, title: text, sku: text, barcode: text }), {
  ...{ id: '', title: '', sku: '', barcode: '' },
});
const collection = z.catch(z.object({ handle: text, title: text }), { handle: '', title: '' });
const localization = z.object({
  country: z.object({ isoCode: z.string(), currency: z.object({ isoCode: z.string() }) }),
  language: z.object({ isoCode: z.string() }),
});

export type Money = z.infer<typeof money>;
export type Localization = z.infer<typeof localization>;
export type List<Node> = { pageInfo: z.infer<typeof pageInfo>; nodes: Node[] };
export type ProductNode = z.infer<typeof productNode>;

export const variantList = listOf(variant);
export const collectionList = listOf(collection);

/** What makes a product one: without these its place in the listing is not known. */
export const productNode = z.object({
  id: z.string().check(z.regex(/\d$/)),
  createdAt: z.string().check(z.regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)),
  ...{ handle: text, title: text, vendor: text, productType: text, descriptionHtml: text, onlineStoreUrl: text },
  featuredImage: maybe(picture),
  selectedOrFirstAvailableVariant: maybe(
    z.object({
      ...{ id: text, sku: text, availableForSale: z.catch(z.boolean(), false) },
      ...{ price: maybe(money), compareAtPrice: maybe(money), image: maybe(picture) },
    }),
  ),
  variants: variantList,
  collections: collectionList,
});

export const proofAnswer = z.object({
  localization,
  products: listOf(z.object({ title: text, onlineStoreUrl: text })),
  collections: listOf(collection),
});

export const productsAnswer = z.object({ localization, products: listOf(z.unknown()) });

/** More of a product's variants or collections; null once the product is gone. */
export const moreOf = <Node>(list: z.ZodMiniType<List<Node>>) => z.object({ product: z.nullable(z.object({ list })) });
