import { ShopFailure } from '../../../errors.ts';
import { type Field, fieldNamed } from './attribute-names.ts';
import { type FeedItem, type FeedReader, maxFieldLength } from './feed-item.ts';
import { namespaces, type Vocabulary } from './xml-namespaces.ts';
import { xmlReader } from './xml-reader.ts';

const roots = new Set(['rss', 'feed', 'rdf', 'channel']);

/** A feed nests five deep; a hostile document nests until the parser's own stack is slow. */
const maxDepth = 100;

const maxProductTypes = 100;

/** Where shops put the currency of a price that has none in its text. */
const currencyAttributes = ['currency', 'g:currency', 'unit', 'currency_code', 'currencycode', 'code'];

/**
 * Reads RSS 2.0, RSS 1.0 and Atom, whatever the prefixes of their namespaces. An element of Google's namespace counts before a bare one of the same name, `content` before
 * `summary`. Entities other than XML's own five and the numeric ones stay as written: no DTD is ever read.
 */
export function xmlFeedReader(onItem: (item: FeedItem) => void): FeedReader {
  const scope = namespaces();
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
      const { vocabulary, local } = scope.open(tag, attributes);
      if (!rooted && !roots.has(local)) throw notAFeed();
      rooted = true;
      if (path.push(local) > maxDepth) throw notAFeed();
      if (field) append(`<${tag}>`);
      else if (!item) openOutside(vocabulary, local);
      else if (path.length === itemDepth + 1) openField(vocabulary, local, attributes);
      else if (vocabulary === 'media') addMedia(local, attributes, 'image');
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
      scope.close();
      complete ||= path.length === 0;
    },
  });

  function openOutside(vocabulary: Vocabulary, local: string) {
    if (vocabulary !== 'feed' && vocabulary !== 'google') return;
    // Outside of any root: what a longer, older file has left behind a shorter one that was written over it.
    if (path.length > 1 && (local === 'item' || local === 'entry')) {
      item = { values: {}, productTypes: [] };
      ranks = new Map();
      itemDepth = path.length;
    } else if (local === 'logo' || (local === 'url' && path.at(-2) === 'image')) {
      open('placeholder');
    }
  }

  function openField(vocabulary: Vocabulary, local: string, attributes: Readonly<Record<string, string>>) {
    if (vocabulary === 'other') return;
    if (vocabulary === 'media') return addMedia(local, attributes, 'image');
    if (local === 'enclosure') return addMedia(local, attributes);
    const rank =
      vocabulary === 'google' ? 3 : vocabulary === 'content' || local === 'content' ? 1 : local === 'summary' ? 0 : 2;
    const name = fieldNamed(rank < 2 ? 'description' : local);
    if (!name) return;
    if (name === 'link' && attributes.href !== undefined) {
      const { rel = 'alternate', href } = attributes;
      if (rel === 'alternate') keep(name, rank, href);
      else if (rel === 'enclosure') addMedia(local, { ...attributes, url: href });
    } else {
      const currency = currencyAttributes.map((name) => attributes[name]).find(Boolean);
      if (currency && (name === 'price' || name === 'sale_price')) keep('currency', rank, currency);
      open({ name, rank });
    }
  }

  /** Of an `enclosure`, or of Media RSS, which nests groups, and pictures of films. */
  function addMedia(local: string, { url, type, medium }: Readonly<Record<string, string>>, otherwise = '') {
    if (url && local !== 'title' && /^image\b/i.test(type ?? medium ?? otherwise)) addPicture(url);
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
