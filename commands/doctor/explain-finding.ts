import type { Explanation, Finding, Found, Severity } from './finding.ts';

export function explanation(severity: Severity, text: string, advice: string, unit: Finding['unit'] = 'item') {
  return { severity, unit, text, advice };
}

/** What is found at any shop. */
export const explanations = {
  unreadable: explanation('error', 'cannot be read', 'Agents keep what the last good refresh left.', 'shop'),

  no_id: explanation('error', 'have no id', 'Give every product an id of its own that stays the same.'),
  no_title: explanation('error', 'have no title', 'The source leaves them out, or finds another name for them.'),
  bad_link: explanation(
    'error',
    'have no product page with an absolute http(s) address',
    "Build the whole address, with https:// and the shop's host.",
  ),
  no_image: explanation(
    'error',
    'have no picture with an absolute http(s) address',
    'The source leaves them out, or gives them a picture of the shop.',
  ),
  bad_price: explanation(
    'error',
    'have a price that is not an amount with the code of a currency',
    'The currency is its ISO 4217 code, as in EUR.',
  ),
  duplicate_id: explanation('warning', 'repeat the id of an earlier item', 'The first one counts.'),
  no_product: explanation('note', 'are no product', 'The source leaves them out, or joins them to another.'),

  html_title: explanation('warning', 'have HTML in the title', 'Agents see it as it is: plainText makes a text of it.'),
  damaged_text: explanation('warning', 'have damaged letters', 'The shop mixes encodings, or was read in another.'),
  insecure_image: explanation(
    'warning',
    'have a picture at http://',
    "The agent's desk is an https page: browsers may not show it. Use https://.",
  ),
  no_category: explanation('warning', 'are in no category', 'Agents find them by search only.'),
  sale_not_lower: explanation(
    'warning',
    'have a sale price that is not below the price',
    'Agents see the price alone.',
  ),
  no_description: explanation('note', 'have no description', 'It is searched, and agents read it.'),
  no_brand: explanation('note', 'have no brand', 'It is searched and shown.'),

  zero_price: explanation('warning', 'cost nothing', 'The price may be a placeholder.'),
  price_far_above: explanation(
    'warning',
    'cost more than 100 times the middle price',
    'A decimal separator may be missing.',
  ),
  price_far_below: explanation(
    'warning',
    'cost less than a hundredth of the middle price',
    'The price may be a placeholder, or in another unit.',
  ),
  huge_discount: explanation('warning', 'are reduced by more than 90 %', 'Check the price and the sale price.'),
  several_currencies: explanation('note', 'have another currency than most', 'Agents see each price as it is.'),

  empty_category: explanation(
    'warning',
    'hold nothing, because all their items are left out',
    'Mend what leaves the items out.',
    'category',
  ),
  category_out_of_stock: explanation('note', 'hold nothing in stock', 'Agents see them all the same.', 'category'),
  nothing_in_stock: explanation('warning', 'has nothing in stock', 'Check how the stock is read.', 'shop'),
  title_not_found: explanation(
    'warning',
    'are not among the first 20 that a search for their title finds',
    'Many products may have the same words.',
    'product',
  ),
  reference_not_found: explanation(
    'warning',
    'are not the first that a search for their reference finds',
    'Several products may have one reference.',
    'product',
  ),
  query_finds_nothing: explanation(
    'warning',
    'find nothing',
    'Agents type them: add the words to titles or categories.',
    'search',
  ),
} satisfies Record<string, Explanation>;

export type CatalogCode = keyof typeof explanations;

/** A code that is not among `known` is a source's own, of which nothing else is known. */
export function explain(found: Found, known: Readonly<Record<string, Explanation>>): Finding {
  const { code, count, samples } = found;
  return { code, ...(known[code] ?? counted(code)), count, samples };
}

function counted(code: string): Explanation {
  return explanation('warning', `are left out or odd: ${code}`, 'The source counts them by this name.');
}
