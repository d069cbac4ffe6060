import type { Money } from '../../catalog-source.ts';
import { isAvailable } from './availability.ts';
import { categoryPaths } from './category-paths.ts';
import type { FeedItem } from './feed-item.ts';
import { plainLine } from './plain-text.ts';
import { parsePrice } from './price.ts';
import { isInPeriod } from './sale-period.ts';
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
  price: Money;
  salePrice: Money | null;
  categoryPaths: string[][];
  /** One value per trait, "" where the item has none. */
  traits: string[];
}

const maxIdLength = 200;
const maxUrlLength = 2_048;
const maxTitleLength = 500;
const maxWordsLength = 200;

/** Reads one item, or says why it cannot be served. `now` decides whether its sale counts. */
export function mapItem(item: FeedItem, now: Date): Variant | SkipReason {
  const { values } = item;
  const id = line(values.id);
  if (id === '') return 'no_id';
  const title = plainLine(values.title ?? '', maxTitleLength);
  if (title === '') return 'no_title';
  if (!values.link) return 'no_link';
  if (id.length > maxIdLength || values.link.length > maxUrlLength) return 'too_long';
  const url = httpUrl(values.link);
  if (!url) return 'bad_link';
  if (!values.price) return 'no_price';
  const price = parsePrice(values.price);
  if (typeof price === 'string') return price;
  return {
    id,
    groupId: line(values.item_group_id).slice(0, maxIdLength) || undefined,
    title,
    url,
    imageUrl: httpUrl(values.image_link),
    brand: plainLine(values.brand ?? '', maxWordsLength) || null,
    description: values.description ?? '',
    shortDescription: values.short_description ?? '',
    available: isAvailable(values.availability),
    references: [line(values.mpn), line(values.gtin), id].filter((text) => text !== '' && text.length <= maxIdLength),
    price,
    salePrice: salePrice(values, price, now),
    categoryPaths: categoryPaths(item),
    traits: traits.map((name) => plainLine(values[name] ?? '', maxWordsLength)),
  };
}

function salePrice(values: FeedItem['values'], price: Money, now: Date): Money | null {
  if (!values.sale_price) return null;
  const period = values.sale_price_effective_date;
  if (period && !isInPeriod(period, now)) return null;
  const sale = parsePrice(values.sale_price, price.currency);
  if (typeof sale === 'string' || sale.currency !== price.currency || sale.amount >= price.amount) return null;
  return sale;
}

/** Absolute http(s) address, normalized; undefined for anything else. Tables often carry the `&amp;` of a web page. */
export function httpUrl(text: string | undefined): string | undefined {
  if (!text || text.length > maxUrlLength) return undefined;
  const address = text.trim().replaceAll('&amp;', '&');
  return /^https?:\/\//i.test(address) ? (URL.parse(address)?.href ?? undefined) : undefined;
}

const line = (text = '') => text.replace(/\s+/g, ' ').trim();
