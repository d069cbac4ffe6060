/** The attributes of Google's product data specification that we read, by their names there. */
const fields = [
  'id',
  'title',
  'link',
  'image_link',
  'additional_image_link',
  'brand',
  'description',
  'short_description',
  'mpn',
  'gtin',
  'availability',
  'price',
  'currency',
  'sale_price',
  'sale_price_effective_date',
  'item_group_id',
  'color',
  'size',
  'material',
  'pattern',
  'gender',
  'age_group',
  'product_type',
  'google_product_category',
] as const;

export type Field = (typeof fields)[number];

/** One item as the feed has it: decoded from XML or table quoting, otherwise untouched; a field longer than `maxFieldLength` is cut. */
export interface FeedItem {
  values: Partial<Record<Exclude<Field, 'product_type'>, string>>;
  /** One path each, e.g. `Men > Tops`. */
  productTypes: string[];
}

/** Reads one format, fed with text in pieces of any size. */
export interface FeedReader {
  write(text: string): void;
  /** Throws `ShopFailure` when the feed is cut off. */
  end(): void;
  /** Address of the shop's own picture, for items that have none; known once the feed is read. */
  readonly placeholder: string | undefined;
}

/** Characters. Google's own limit is 5,000 for the longest attribute; HTML and a careless export need more. */
export const maxFieldLength = 65_536;

const fold = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '');
/** What other feeds than Google's call a field. */
const otherNames: readonly [string, Field][] = [
  ['price_currency', 'currency'],
  ['currency_code', 'currency'],
];
const byFoldedName = new Map<string, Field>([
  ...fields.map((field): [string, Field] => [fold(field), field]),
  ...otherNames.map(([name, field]): [string, Field] => [fold(name), field]),
]);

/** `image_link`, `image link`, `Image-Link` and `imageLink` are one field; undefined for what we do not read. */
export function fieldNamed(name: string): Field | undefined {
  return byFoldedName.get(fold(name));
}
