import type { Field } from './attribute-names.ts';

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
