import type { Separators } from '../../../text/amount.ts';
import { currencyNamed } from '../../../text/currency.ts';
import { plainId, plainLine } from '../../../text/plain-text.ts';
import { type Price, parsePrice } from '../../../text/price.ts';
import type { FeedItem } from '../feed/feed-item.ts';
import { isAvailable } from './availability.ts';
import { categoryPaths } from './category-paths.ts';
import { isInPeriod } from './sale-period.ts';
import { decideTogether } from './settle-prices.ts';
import type { SkipReason } from './skip-reason.ts';

/** What may tell the variants of one product apart. */
const traits = ['color', 'size', 'material', 'pattern', 'gender', 'age_group'] as const;

/** One usable item of the feed: a product by itself or a variant of one. */
export interface Variant {
  id: string;
  groupId: string | undefined;
  title: string;
  url: string;
  imageUrl: string | undefined;
  brand: string | null;
  /** HTML as in the feed: only one variant's is shown, so only that one is turned into text. */
  description: string;
  shortDescription: string;
  available: boolean;
  /** mpn, gtin, id: those that the item has, in this order. */
  references: string[];
  price: Price;
  /** What counts today in the currency of `price`, whether or not it is lower: see `settlePrices`. */
  salePrice: Price | null;
  categoryPaths: string[][];
  /** One value per trait, "" where the item has none. */
  traits: string[];
}

const maxIdLength = 200;
const maxUrlLength = 2_048;
const maxTitleLength = 500;
const maxWordsLength = 200;

/** Reads one item, or says why it cannot be served. `now` decides whether its sale counts; `separators` gets what its prices tell. */
export function mapItem(item: FeedItem, now: Date, separators: Separators): Variant | SkipReason {
  const { values } = item;
  const id = plainId(values.id);
  if (id === '') return 'no_id';
  const title = plainLine(values.title ?? '', maxTitleLength);
  if (title === '') return 'no_title';
  if (!values.link) return 'no_link';
  if (id.length > maxIdLength || values.link.length > maxUrlLength) return 'too_long';
  const url = httpUrl(values.link);
  if (!url) return 'bad_link';
  if (!values.price) return 'no_price';
  const prices = pricesOf(values, now);
  if (typeof prices === 'string') return prices;
  const [price, salePrice] = decideTogether(...prices, separators);
  return {
    id,
    groupId: groupIdOf(values),
    title,
    url,
    imageUrl: httpUrl(values.image_link) ?? anotherPicture(values),
    brand: plainLine(values.brand ?? '', maxWordsLength) || null,
    description: values.description ?? '',
    shortDescription: values.short_description ?? '',
    available: isAvailable(values.availability),
    references: [plainId(values.mpn), plainId(values.gtin), id].filter(
      (text) => text !== '' && text.length <= maxIdLength,
    ),
    price,
    salePrice,
    categoryPaths: categoryPaths(item),
    traits: traits.map((name) => plainLine(values[name] ?? '', maxWordsLength)),
  };
}

/** The price and, where one counts today, the sale price; a currency that only one of them names is that of both. */
function pricesOf(values: FeedItem['values'], now: Date): [Price, Price | null] | SkipReason {
  const { price: text = '', sale_price: saleText, sale_price_effective_date: period, currency } = values;
  const stated = currency === undefined ? undefined : currencyNamed(currency);
  let price = parsePrice(text, stated);
  const sale = saleText ? parsePrice(saleText, typeof price === 'string' ? stated : price.currency) : null;
  if (price === 'unknown_currency' && sale && typeof sale !== 'string') price = parsePrice(text, sale.currency);
  if (typeof price === 'string') return price;
  const counts = sale && typeof sale !== 'string' && sale.currency === price.currency;
  return [price, counts && (!period || isInPeriod(period, now)) ? sale : null];
}

/** What exports write where a product has no variants. */
const noGroup = /^(?:0+|-+|\.+|_+|n\/?a|none|null|nil|nan|undefined|false|no|kein[e]?|aucun)$/i;

/** Whether the group's id is a filler: taken for an id, it would make one product of all that have it. */
export function isFillerGroup({ item_group_id: group }: FeedItem['values']): boolean {
  return noGroup.test(plainId(group));
}

function groupIdOf(values: FeedItem['values']): string | undefined {
  return isFillerGroup(values) ? undefined : plainId(values.item_group_id).slice(0, maxIdLength) || undefined;
}

/** Of the item's further pictures the first that has an address. */
function anotherPicture({ additional_image_link: links }: FeedItem['values']): string | undefined {
  for (const link of links?.split(/[,;|\s]+(?=https?:)/i) ?? []) {
    const url = httpUrl(link);
    if (url) return url;
  }
  return undefined;
}

/** Absolute http(s) address, normalized; undefined for anything else. Tables often carry the `&amp;` of a web page. */
export function httpUrl(text: string | undefined): string | undefined {
  if (!text || text.length > maxUrlLength) return undefined;
  const address = text.trim().replaceAll('&amp;', '&');
  return /^https?:\/\//i.test(address) ? (URL.parse(address)?.href ?? undefined) : undefined;
}
