import { ShopFailure } from '../../../errors.ts';
import { type FeedItem, type FeedReader, type Field, fieldNamed, maxFieldLength } from './feed-item.ts';
import { xmlReader } from './xml-reader.ts';

const roots = new Set(['rss', 'feed', 'rdf', 'channel']);

/** A feed nests five deep; a hostile document nests until the parser's own stack is slow. */
const maxDepth = 100;

const maxPrefixes = 100;
const maxProductTypes = 100;

/** Where shops put the currency of a price that has none in its text. */
const currencyAttributes = ['currency', 'g:currency', 'unit', 'currency_code', 'currencycode', 'code'];

const googleNamespace = /^https?:\/\/base\.google\.com\/ns\/1\.0\/?$/i;

/**
 * Reads RSS 2.0 and Atom. An element of Google's namespace counts before a bare one of the same name, `content` before
 * `summary`. Entities other than XML's own five and the numeric ones stay as written: no DTD is ever read.
 */
export function xmlFeedReader(onItem: (item: FeedItem) => void): FeedReader {
  const googlePrefixes = new Set(['g']);
  const path: string[] = [];
  let rooted = false;
  let complete = false;
  let placeholder = '';

  let item: FeedItem | undefined;
  let ranks = new Map<Field, number>();
  let itemDepth = 0;

  /** The element whose text is being collected: a field of the item or the shop's picture. */
  let field: { name: Field; rank: number } | 'placeholder' | undefined;
  let fieldDepth = 0;
  let text = '';

  const xml = xmlReader({
    open(tag, attributes) {
      if (!rooted && !roots.has(tag.slice(tag.indexOf(':') + 1))) throw notAFeed();
      rooted = true;
      if (path.push(tag) > maxDepth) throw notAFeed();
      for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith('xmlns:') && googleNamespace.test(value) && googlePrefixes.size < maxPrefixes)
          googlePrefixes.add(name.slice(6));
      }
      if (field) append(`<${tag}>`);
      else if (!item) openOutside(tag);
      else if (path.length === itemDepth + 1) openField(tag, attributes);
    },
    text: append,
    close(tag) {
      if (field && path.length === fieldDepth) closeField();
      else if (field) append(`</${tag}>`);
      if (item && path.length === itemDepth) {
        onItem(item);
        item = undefined;
      }
      path.pop();
      complete ||= path.length === 0;
    },
  });

  function openOutside(tag: string) {
    // Outside of any root: what a longer, older file has left behind a shorter one that was written over it.
    if (path.length > 1 && (tag === 'item' || tag === 'entry')) {
      item = { values: {}, productTypes: [] };
      ranks = new Map();
      itemDepth = path.length;
    } else if (tag === 'logo' || (tag === 'url' && path.at(-2) === 'image')) {
      open('placeholder');
    }
  }

  function openField(tag: string, attributes: Readonly<Record<string, string>>) {
    const colon = tag.indexOf(':');
    const google = colon > 0;
    if (google && !googlePrefixes.has(tag.slice(0, colon))) return;
    const local = tag.slice(colon + 1);
    if (local === 'enclosure' && /^image\//i.test(attributes.type ?? '') && attributes.url) {
      addPicture(attributes.url);
      return;
    }
    const rank = google ? 3 : local === 'content' ? 1 : local === 'summary' ? 0 : 2;
    const name = fieldNamed(rank < 2 ? 'description' : local);
    if (!name) return;
    if (name === 'link' && attributes.href !== undefined) {
      if ((attributes.rel ?? 'alternate') === 'alternate') keep(name, rank, attributes.href);
    } else {
      const currency = currencyAttributes.map((name) => attributes[name]).find(Boolean);
      if (currency && (name === 'price' || name === 'sale_price')) keep('currency', rank, currency);
      open({ name, rank });
    }
  }

  function open(target: NonNullable<typeof field>) {
    field = target;
    fieldDepth = path.length;
    text = '';
  }

  function append(data: string) {
    if (field && text.length < maxFieldLength) text += data;
  }

  function closeField() {
    const value = text.slice(0, maxFieldLength).trim();
    if (field === 'placeholder') placeholder ||= value;
    else if (field?.name === 'additional_image_link') addPicture(value);
    else if (field) keep(field.name, field.rank, value);
    field = undefined;
  }

  /** Several, as a table has them in one cell. */
  function addPicture(value: string) {
    if (!item || value === '') return;
    const all = item.values.additional_image_link;
    if (all === undefined) item.values.additional_image_link = value;
    else if (all.length < maxFieldLength) item.values.additional_image_link = `${all},${value}`;
  }

  function keep(name: Field, rank: number, value: string) {
    if (!item || value === '') return;
    const known = ranks.get(name);
    if (known !== undefined && known > rank) return;
    if (name === 'product_type') {
      if (known !== rank) item.productTypes = [];
      if (item.productTypes.length < maxProductTypes) item.productTypes.push(value);
    } else if (known !== rank) {
      item.values[name] = value;
    }
    ranks.set(name, rank);
  }

  return {
    write: xml.write,
    end() {
      xml.end();
      if (complete) return;
      if (!rooted) throw notAFeed();
      throw new ShopFailure('failed', 'The feed stops before its end: the XML is cut off.', { parameter: 'feedUrl' });
    },
    get placeholder() {
      return placeholder || undefined;
    },
  };
}

function notAFeed(): ShopFailure {
  return new ShopFailure('not_a_catalog', 'The address answers XML that is neither RSS 2.0 nor Atom.', {
    parameter: 'feedUrl',
  });
}
