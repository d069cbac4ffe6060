import { ShopFailure } from '../../../errors.ts';
import { blocked, isBotWall } from '../../../guarded-http/bot-wall.ts';
import type { FeedItem, FeedReader } from './feed-item.ts';
import { columnName, type Header, tableFeedReader } from './read-table-feed.ts';
import { xmlFeedReader } from './read-xml-feed.ts';
import { splitRow } from './table-row.ts';

/** Lines that may stand before a table's header. */
const maxLinesBefore = 20;

/** Characters that may pass before the format must be clear: a table's first line fits well within. */
const headLength = 65_536;

/**
 * Reads RSS, Atom, TSV or CSV, recognized by its content. Returns the shop's own picture, if the feed names one.
 * Throws `ShopFailure`: `not_a_catalog` for anything else, `failed` for XML that is cut off.
 */
export async function readFeed(
  texts: AsyncIterable<string>,
  onItem: (item: FeedItem) => void,
): Promise<string | undefined> {
  let head = '';
  let reader: FeedReader | undefined;
  for await (const text of texts) {
    if (reader) {
      reader.write(text);
      continue;
    }
    head = (head + text).trimStart();
    if (head.length >= headLength) {
      reader = readerFor(head, onItem);
      reader.write(head);
    }
  }
  if (!reader) {
    reader = readerFor(head, onItem);
    reader.write(head);
  }
  reader.end();
  return reader.placeholder;
}

function readerFor(head: string, onItem: (item: FeedItem) => void): FeedReader {
  if (head === '') throw notACatalog('The address answers an empty page.');
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:!doctype\s+)?html\b/i.test(head)) {
    if (isBotWall({}, head)) throw blocked();
    throw notACatalog(
      'The address answers a web page, not a product feed. It may lead to a login or to the shop itself.',
    );
  }
  if (head.startsWith('<')) return xmlFeedReader(onItem);
  // `[id]`, as tools mark names, is none.
  if (/^(?:\{|\[\s*[[\]{"\d-])/.test(head))
    throw notACatalog('The address answers JSON. A product feed is RSS, Atom, TSV or CSV.');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a picture or an archive shows
  if (/^PK\x03\x04|[\x00-\x08\x0e-\x1a]/.test(head.slice(0, 1024))) {
    throw notACatalog('The address answers a picture, an archive or another binary file, not a product feed.');
  }
  return tableFeedReader(headerOf(head), onItem);
}

/**
 * The line of a table that names its columns, and what separates them: of the first lines the one with most columns that we
 * know. Three times as much counts one that the next line fits, for prose may list more names than the header has. What stands before it
 * (`sep=;`, a title, the comments of a template) is no row.
 */
function headerOf(head: string): Header {
  const best: Header = { delimiter: '', line: 0 };
  let most = 0;
  const lines = head.split(/\r\n?|\n/, 2 * maxLinesBefore);
  for (const [line, text] of lines.slice(0, maxLinesBefore + 1).entries()) {
    const next = lines.slice(line + 1).find((text) => text.trim() !== '');
    for (const delimiter of ['\t', ',', ';', '|']) {
      const { cells } = splitRow(text, delimiter);
      const columns = new Set(cells.map(columnName).filter(Boolean)).size;
      if (columns < 2) continue;
      // A quoted value may go on behind the next line.
      const row = splitRow(next ?? '', delimiter);
      const score =
        columns * (row.open || row.cells.length === cells.length ? 3 : 1) - (/^\s*"?#/.test(text) ? 0.5 : 0);
      if (score > most) [most, best.delimiter, best.line] = [score, delimiter, line];
    }
  }
  if (best.delimiter === '') {
    throw notACatalog(
      'The address answers neither RSS nor Atom, nor a table that begins with a line of column names such as id, title, link, image_link and price.',
    );
  }
  return best;
}

function notACatalog(message: string): ShopFailure {
  return new ShopFailure('not_a_catalog', message, { parameter: 'feedUrl' });
}
