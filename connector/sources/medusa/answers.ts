import * as z from 'zod/mini';

/** What a field is where the shop says nothing of use. */
const orNothing = <T>(schema: z.ZodMiniType<T>) => z.catch(z.nullish(schema), null);
const listOf = <T>(schema: z.ZodMiniType<T>) =>
  z.pipe(
    z.catch(z.array(orNothing(schema)), []),
    z.transform((items) => items.filter((item) => item !== null && item !== undefined)),
  );

const text = z.pipe(z.union([z.string(), z.number()]), z.transform(String));
const id = z.pipe(z.union([z.string().check(z.minLength(1)), z.number()]), z.transform(String));
const count = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^\d+$/))]),
  z.pipe(z.transform(Number), z.int().check(z.nonnegative())),
);
const amount = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^-?\d+(\.\d+)?$/))]),
  z.pipe(z.transform(Number), z.number()),
);

const price = z.object({
  calculated_amount: orNothing(amount),
  original_amount: orNothing(amount),
  calculated_amount_with_tax: orNothing(amount),
  original_amount_with_tax: orNothing(amount),
  currency_code: orNothing(text),
  calculated_price: orNothing(z.object({ price_list_type: orNothing(text) })),
});

const variant = z.object({
  id,
  title: orNothing(text),
  sku: orNothing(text),
  barcode: orNothing(text),
  ean: orNothing(text),
  upc: orNothing(text),
  manage_inventory: orNothing(z.boolean()),
  allow_backorder: orNothing(z.boolean()),
  inventory_quantity: orNothing(amount),
  options: listOf(z.object({ value: orNothing(text) })),
  calculated_price: orNothing(price),
});

const value = z.object({ value: orNothing(text) });

export const productSchema = z.object({
  id,
  title: orNothing(text),
  subtitle: orNothing(text),
  handle: orNothing(text),
  description: orNothing(text),
  thumbnail: orNothing(text),
  images: listOf(z.object({ url: orNothing(text) })),
  metadata: orNothing(z.object({ brand: orNothing(text) })),
  collection: orNothing(z.object({ title: orNothing(text) })),
  type: orNothing(value),
  tags: listOf(value),
  categories: listOf(z.object({ id })),
  variants: listOf(variant),
});

export type MedusaProduct = z.infer<typeof productSchema>;
export type MedusaVariant = z.infer<typeof variant>;

/** `tax_rate` is Medusa 1's: there a region has its taxes by itself. */
export const regionsSchema = z.object({
  regions: z.array(
    z.object({
      id,
      name: z.catch(text, ''),
      currency_code: z.catch(text, ''),
      countries: listOf(z.object({ iso_2: orNothing(text) })),
      tax_rate: z.optional(z.unknown()),
    }),
  ),
});

export type Region = z.infer<typeof regionsSchema>['regions'][number];

export const categoriesSchema = z.object({
  product_categories: z.array(orNothing(z.object({ id, name: orNothing(text), parent_category_id: orNothing(id) }))),
  count,
});

/** One odd product does not spoil its page: each is read by itself. `estimate_count`: the index engine's guess of `count`. */
export const productsSchema = z.object({
  products: z.array(z.unknown()),
  count,
  estimate_count: z.optional(z.unknown()),
});
