import { damagedExcerpt } from '../../../text/damaged-text.ts';
import { hasMarkup } from '../../../text/plain-text.ts';
import { parsePrice } from '../../../text/price.ts';
import type { FeedItem } from '../feed/feed-item.ts';
import { readAvailability } from './availability.ts';
import { httpUrl, isFillerGroup, type Variant } from './map-item.ts';
import { isPeriod } from './sale-period.ts';

/** What is wrong with an item that is served nevertheless. */
export type ItemWarning =
  | 'html_title'
  | 'long_title'
  | 'damaged_text'
  | 'bad_image'
  | 'insecure_image'
  | 'no_category'
  | 'no_availability'
  | 'unknown_availability'
  | 'bad_sale_price'
  | 'sale_not_lower'
  | 'guessed_separator'
  | 'filler_group'
  | 'bad_sale_period'
  | 'no_description'
  | 'no_brand';

/** Calls `warn` once for each thing that is wrong, with the value as the feed has it. Some 3 µs: it looks at every item. */
export function checkItem(
  { values, productTypes }: FeedItem,
  { title, price, categoryPaths }: Variant,
  warn: (warning: ItemWarning, value?: string) => void,
): void {
  const { image_link: image, availability, sale_price: sale, sale_price_effective_date: period } = values;
  if (hasMarkup(values.title!)) warn('html_title', values.title);
  if (title.endsWith('…') && !values.title!.includes('…')) warn('long_title', title);
  const damaged = damagedExcerpt([values.title, values.brand, values.description, ...productTypes]);
  if (damaged !== undefined) warn('damaged_text', damaged);
  if (image && !httpUrl(image)) warn('bad_image', image);
  else if (image && /^http:/i.test(image)) warn('insecure_image', image);
  if (categoryPaths.length === 0) warn('no_category', values.google_product_category);
  if (!availability) warn('no_availability');
  else if (readAvailability(availability) === undefined) warn('unknown_availability', availability);
  if (sale) {
    const reduced = parsePrice(sale, price.currency);
    if (typeof reduced === 'string' || reduced.currency !== price.currency) warn('bad_sale_price', sale);
    if (period && !isPeriod(period)) warn('bad_sale_period', period);
  }
  if (isFillerGroup(values)) warn('filler_group', values.item_group_id);
  if (!values.description) warn('no_description');
  if (!values.brand) warn('no_brand');
}
