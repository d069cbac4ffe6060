import type { ItemWarning } from '../../../connector/sources/product-feed/items/check-item.ts';
import { type SkipReason, skipReasons } from '../../../connector/sources/product-feed/items/skip-reason.ts';
import { type CatalogCode, explanation, explanations as ofAnyShop } from '../explain-finding.ts';
import type { Explanation, Severity } from '../finding.ts';

/** Found in the items of a feed, or in how they belong together. */
export type FeedCode = SkipReason | ItemWarning | 'guessed_encoding' | 'unlike_group';

const leftOut = (code: SkipReason, advice: string, severity: Severity = 'error') =>
  explanation(severity, skipReasons[code], advice);
const odd = (text: string, advice: string) => explanation('warning', text, advice);
const note = (text: string, advice: string) => explanation('note', text, advice);

/** What is found in a feed, in the words of its format. */
export const explanations: Record<FeedCode | CatalogCode, Explanation> = {
  ...ofAnyShop,
  no_id: leftOut('no_id', 'Give every item an id of its own that stays the same.'),
  no_title: leftOut('no_title', 'Fill title.'),
  no_link: leftOut('no_link', 'Fill link with the address of the product page.'),
  bad_link: leftOut('bad_link', 'Write the whole address, with https:// and the host.'),
  no_image: leftOut(
    'no_image',
    'Fill image_link with the whole address of a picture, or give the feed a picture of the shop.',
  ),
  no_price: leftOut('no_price', 'Fill price with the amount and its currency, as in 99.90 EUR.'),
  bad_price: leftOut('bad_price', 'Write one amount above zero and its currency, as in 99.90 EUR.'),
  unknown_currency: leftOut(
    'unknown_currency',
    'Add the ISO 4217 code, as in 99.90 EUR, or a column or element named currency.',
  ),
  too_long: leftOut('too_long', 'Ids have at most 200 characters, links 2,048.'),
  duplicate_id: leftOut(
    'duplicate_id',
    'The first one counts. Give each item, also each variant, its own id.',
    'warning',
  ),
  too_many_variants: leftOut('too_many_variants', 'Check item_group_id: unrelated items seem to share one.', 'warning'),

  html_title: note('have HTML in the title', 'Agents see it as plain text, other readers of the feed may not.'),
  long_title: odd('have a title that had to be cut at 500 characters', "Google's limit is 150."),
  damaged_text: odd('have damaged letters', 'The export mixes encodings: write UTF-8 once, and declare it.'),
  bad_image: odd(
    'have an image_link that is not an absolute http(s) address',
    'Write the whole address, with https:// and the host.',
  ),
  no_category: odd(
    'are in no category',
    'Fill product_type with a path such as Men > Tops. Agents find them by search only.',
  ),
  unknown_availability: odd(
    'have an availability that is no known word',
    'They count as in stock. Write in_stock, out_of_stock, preorder or backorder.',
  ),
  bad_sale_price: odd(
    "have a sale price that is not one positive amount in the price's currency",
    'Agents see the price alone.',
  ),
  guessed_separator: odd(
    'have a price with three digits behind its only separator, and nothing in the feed says whether they are decimals',
    'A dot was read as decimal, as Google reads it, a comma as thousands. Write two decimals, as in 1299.00 EUR.',
  ),
  filler_group: odd(
    'have a filler such as 0, - or N/A for an item_group_id',
    'It was taken for none: as an id it would make one product of them all. Leave it empty.',
  ),
  bad_sale_period: odd(
    'have a sale period that cannot be read',
    'Write 2026-03-01T13:00+0100/2026-03-11T15:30+0100. Until then no sale counts.',
  ),
  no_availability: note('say nothing of their availability', 'They count as in stock.'),

  unreadable: { ...ofAnyShop.unreadable, unit: 'feed' },
  guessed_encoding: explanation(
    'warning',
    'is in an encoding that nothing states: it was read in the one that its letters look like',
    'Write UTF-8, or declare the encoding in the XML or as the charset of the Content-Type.',
    'feed',
  ),
  unlike_group: explanation(
    'warning',
    'are made of items whose titles have no word in common',
    'Check item_group_id: items of several products seem to share one.',
    'product',
  ),
  huge_discount: { ...ofAnyShop.huge_discount, advice: 'Check price and sale_price.' },
  nothing_in_stock: {
    ...ofAnyShop.nothing_in_stock,
    unit: 'feed',
    advice: 'Check what the feed writes as availability.',
  },
  reference_not_found: {
    ...ofAnyShop.reference_not_found,
    advice: 'Several products may have one mpn or gtin.',
  },
};
