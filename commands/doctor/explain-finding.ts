import type { ItemWarning } from '../../connector/sources/product-feed/items/check-item.ts';
import { type SkipReason, skipReasons } from '../../connector/sources/product-feed/items/skip-reason.ts';
import type { Finding, Severity } from './finding.ts';

/** Found in the feed as a whole, or in what became of it. */
type CatalogFinding =
  | 'unreadable'
  | 'guessed_encoding'
  | 'price_far_above'
  | 'price_far_below'
  | 'huge_discount'
  | 'several_currencies'
  | 'unlike_group'
  | 'empty_category'
  | 'category_out_of_stock'
  | 'nothing_in_stock'
  | 'title_not_found'
  | 'reference_not_found'
  | 'query_finds_nothing';

export type FindingCode = SkipReason | ItemWarning | CatalogFinding;

type Explanation = Pick<Finding, 'severity' | 'unit' | 'text' | 'advice'>;

const leftOut = (code: SkipReason, advice: string, severity: Severity = 'error'): Explanation => ({
  severity,
  unit: 'item',
  text: skipReasons[code],
  advice,
});
const odd = (text: string, advice: string, unit: Finding['unit'] = 'item'): Explanation => ({
  ...{ severity: 'warning', unit, text, advice },
});
const note = (text: string, advice: string, unit: Finding['unit'] = 'item'): Explanation => ({
  ...{ severity: 'note', unit, text, advice },
});

const explanations: Record<FindingCode, Explanation> = {
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
  insecure_image: odd(
    'have a picture at http://',
    "The agent's desk is an https page: browsers may not show it. Use https://.",
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
  sale_not_lower: odd('have a sale price that is not below the price', 'Agents see the price alone.'),
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
  no_description: note('have no description', 'It is searched, and agents read it.'),
  no_brand: note('have no brand', 'It is searched and shown.'),

  unreadable: {
    severity: 'error',
    unit: 'feed',
    text: 'cannot be read',
    advice: 'Agents keep what the last good refresh left.',
  },
  guessed_encoding: odd(
    'is in an encoding that nothing states: it was read in the one that its letters look like',
    'Write UTF-8, or declare the encoding in the XML or as the charset of the Content-Type.',
    'feed',
  ),
  price_far_above: odd('cost more than 100 times the middle price', 'A decimal separator may be missing.'),
  price_far_below: odd(
    'cost less than a hundredth of the middle price',
    'The price may be a placeholder, or in another unit.',
  ),
  huge_discount: odd('are reduced by more than 90 %', 'Check price and sale_price.'),
  unlike_group: odd(
    'are made of items whose titles have no word in common',
    'Check item_group_id: items of several products seem to share one.',
    'product',
  ),
  several_currencies: note('have another currency than most', 'Agents see each price as it is.'),
  empty_category: odd(
    'hold nothing, because all their items are left out',
    'Mend what leaves the items out.',
    'category',
  ),
  category_out_of_stock: note('hold nothing in stock', 'Agents see them all the same.', 'category'),
  nothing_in_stock: odd('has nothing in stock', 'Check what the feed writes as availability.', 'feed'),
  title_not_found: odd(
    'are not among the first 20 that a search for their title finds',
    'Many products may have the same words.',
    'product',
  ),
  reference_not_found: odd(
    'are not the first that a search for their reference finds',
    'Several products may have one mpn or gtin.',
    'product',
  ),
  query_finds_nothing: odd('find nothing', 'Agents type them: add the words to titles or categories.', 'search'),
};

export function finding(code: FindingCode, count: number, samples: Finding['samples']): Finding {
  return { code, ...explanations[code], count, samples };
}
