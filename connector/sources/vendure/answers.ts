import * as z from 'zod/mini';

/** Ids are numbers or texts by the server's EntityIdStrategy, prices by its MoneyStrategy. What is no text is none. */
const text = z.catch(z.pipe(z.union([z.string(), z.number()]), z.transform(String)), '');
const asset = z.catch(z.object({ preview: text }), { preview: '' });

/** What makes no sense is left out of it. */
function listOf<Each>(each: z.ZodMiniType<Each>) {
  const known = z.catch(z.nullable(each), null);
  return z.pipe(
    z.catch(z.array(known), []),
    z.transform((list) => list.filter((item) => item !== null)),
  );
}

const total = z.int().check(z.nonnegative());

export const channelAnswer = z.object({
  activeChannel: z.object({
    code: text,
    token: text,
    availableLanguageCodes: listOf(z.string()),
  }),
  collections: z.object({
    totalItems: total,
    items: z.array(z.catch(z.object({ id: text, name: text, parentId: text }), { id: '', name: '', parentId: '' })),
  }),
});

export const productsAnswer = z.object({
  products: z.object({ totalItems: total, items: z.array(z.unknown()) }),
});

const variantSchema = z.object({
  sku: text,
  name: text,
  priceWithTax: text,
  currencyCode: text,
  stockLevel: text,
  featuredAsset: asset,
});

export const productSchema = z.object({
  id: text,
  name: text,
  slug: text,
  description: text,
  featuredAsset: asset,
  variants: listOf(variantSchema),
  facetValues: listOf(z.object({ name: text, facet: z.catch(z.object({ code: text }), { code: '' }) })),
  collections: listOf(z.object({ id: text })),
});

export type Variant = z.infer<typeof variantSchema>;
