import * as z from 'zod/mini';

/*
 * What both APIs answer, as far as it is read. Plugins change types at will: a number may be a text, a flag 1, a list null. A field that makes
 * no sense is an empty one, and never fails a page.
 */

export const text = z.catch(
  z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((value: string | number) => String(value)),
  ),
  '',
);
const flag = z.pipe(
  z.optional(z.unknown()),
  z.transform((value) => value === true || value === 1 || value === '1' || value === 'yes' || value === 'true'),
);

/** The items of a list that make sense. */
function listOf<Item>(item: z.ZodMiniType<Item>) {
  return z.pipe(
    z.catch(z.array(z.unknown()), []),
    z.transform((items) =>
      items.flatMap((each) => {
        const parsed = item.safeParse(each);
        return parsed.success ? [parsed.data] : [];
      }),
    ),
  );
}

const named = z.object({ id: text, name: text });
const image = z.object({ src: text });

const both = {
  ...{ id: text, name: text, type: text, permalink: text, sku: text },
  /** Null in releases that do not say it, empty where the shop shows no price. */
  price_html: z.catch(z.nullable(z.string()), null),
  ...{ description: text, short_description: text, on_sale: flag },
  images: listOf(image),
  categories: listOf(named),
  brands: listOf(named),
};

const prices = z.object({
  ...{ price: text, regular_price: text, currency_code: text },
  /** The shop's own number of decimals, whatever ISO 4217 says of the currency. */
  currency_minor_unit: text,
  price_range: z.catch(z.nullable(z.object({ min_amount: text })), null),
});

/** `plugins/woocommerce/src/StoreApi/Schemas/V1/ProductSchema.php` */
export const storeProduct = z.object({
  ...both,
  prices: z.catch(z.nullable(prices), null),
  attributes: listOf(z.object({ name: text, terms: listOf(named) })),
  variations: listOf(z.object({ id: text })),
  ...{ is_purchasable: flag, is_in_stock: flag, is_password_protected: flag },
});

/** A variation in the same list, asked for by its type. */
export const storeVariation = z.object({ id: text, parent: text, sku: text });

/** `plugins/woocommerce/includes/rest-api/Controllers/Version3/class-wc-rest-products-controller.php` */
export const restProduct = z.object({
  ...both,
  ...{ status: text, catalog_visibility: text, post_password: text, global_unique_id: text },
  ...{ price: text, regular_price: text, stock_status: text, purchasable: flag },
  attributes: listOf(z.object({ name: text, options: listOf(text) })),
  variations: listOf(text),
});

export const restVariation = z.object({
  ...{ id: text, sku: text, global_unique_id: text, price: text, regular_price: text },
});

const category = z.object({ id: text, name: text, parent: text });
export const categoryList = listOf(category);

export type StoreProduct = z.infer<typeof storeProduct>;
export type RestProduct = z.infer<typeof restProduct>;
export type RestVariation = z.infer<typeof restVariation>;

/** The fields of a schema, for `_fields`: answers are a third as long. */
export function fieldsOf(schema: { shape: Record<string, unknown> }): string {
  return Object.keys(schema.shape).join(',');
}
