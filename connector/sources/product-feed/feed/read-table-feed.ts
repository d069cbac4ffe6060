import { ShopFailure } from '../../../errors.ts';
import { columnNamed, type Field } from './attribute-names.ts';
import { type FeedItem, type FeedReader, maxFieldLength } from './feed-item.ts';
import { isQuoted, unquote } from './table-row.ts';
import { tableRowReader } from './table-row-reader.ts';

/** Characters; the rest of a longer line is dropped. */
const maxLineLength = 16 * maxFieldLength;

/** That we know, repeated ones included: rows without end must not meet columns without end. */
const maxColumns = 100;

/** What a server that fails half-way writes behind the rows so far: a page of its own, or PHP's message. */
const webPage = /<!doctype html|^\s*<html\b|<b>(?:fatal|parse) error<\/b>/i;

export interface Header {
  delimiter: string;
  /** Which line it is, counted from 0. */
  line: number;
}

/** Reads TSV and CSV; what stands before the line that names the columns is skipped. */
export function tableFeedReader({ delimiter, line }: Header, onItem: (item: FeedItem) => void): FeedReader {
  const rows = tableRowReader(delimiter, (cells) => {
    if (columns && cells.length < width && webPage.test(cells.at(-1)!)) throw turnsIntoPage();
    if (columns) onItem(itemOf(cells, columns, delimiter));
    else columns = columnsOf(cells);
    width ||= cells.length;
  });
  let columns: Column[] | undefined;
  let width = 0;
  /** A line's parts that came so far; joined once, at its end. */
  let parts: string[] = [];
  let length = 0;
  let afterReturn = false;
  let linesBefore = line;

  function append(part: string) {
    if (length >= maxLineLength) return;
    parts.push(part.slice(0, maxLineLength - length));
    length += part.length;
  }

  function endLine() {
    if (linesBefore > 0) linesBefore--;
    else rows.line(parts.join(''));
    parts = [];
    length = 0;
  }

  return {
    placeholder: undefined,
    write(text) {
      let from = afterReturn && text[0] === '\n' ? 1 : 0;
      if (text !== '') afterReturn = text.endsWith('\r');
      const lineBreak = /\r\n?|\n/g;
      lineBreak.lastIndex = from;
      for (let match = lineBreak.exec(text); match; match = lineBreak.exec(text)) {
        append(text.slice(from, match.index));
        endLine();
        from = lineBreak.lastIndex;
      }
      append(text.slice(from));
    },
    end() {
      endLine();
      rows.end();
    },
  };
}

function turnsIntoPage(): ShopFailure {
  return new ShopFailure('failed', 'The feed turns into a web page before its end: the shop failed while writing it.', {
    parameter: 'feedUrl',
  });
}

interface Column {
  name: Field;
  index: number;
}

function columnsOf(header: string[]): Column[] {
  return header
    .map((cell, index) => ({ name: columnName(cell), index }))
    .filter((column): column is Column => column.name !== undefined)
    .slice(0, maxColumns);
}

/** The field that a cell of the first line names, if we read it. */
export function columnName(cell: string): Field | undefined {
  return columnNamed(unquote(cell.trim()));
}

function itemOf(cells: string[], columns: Column[], delimiter: string): FeedItem {
  const item: FeedItem = { values: {}, productTypes: [] };
  for (const { name, index } of columns) {
    const cell = cells[index]?.trim();
    if (!cell) continue;
    const value = unquote(cell).slice(0, maxFieldLength).trim();
    if (name !== 'product_type') item.values[name] ??= value || undefined;
    else item.productTypes.push(...pathsOf(value, isSinglePath(cell, value, cells, delimiter)));
  }
  return item;
}

/**
 * Google's tab-delimited format has no quoting of cells but quotes a value that contains a comma, so that its comma does
 * not separate two paths. In a CSV file, or where even the id is quoted, the outer quotes are the table's own.
 */
function isSinglePath(cell: string, value: string, cells: string[], delimiter: string): boolean {
  return delimiter === '\t' && isQuoted(cell) && !value.includes('"') && !isQuoted(cells[0] ?? '');
}

/**
 * `Men > Tops,Collections > "Eco, fair"`: a comma outside quotes separates paths, but for one between digits (`3,5 mm`). One before a
 * space often belongs to a label (`Food, Beverages & Tobacco > Coffee`): it separates only two whole paths, or labels of a list without
 * paths, and neither where an enumeration goes on behind it (`Bags > Handbags, Wallets & Cases > Wallets`).
 */
function pathsOf(value: string, single: boolean): string[] {
  if (single || !value.includes(',')) return [unquote(value)];
  const balanced = value.split('"').length % 2 === 1;
  const parts = (balanced ? value.match(/(?:"[^"]*"|[^",])+|,/g) : value.split(/(,)/)) ?? [];
  const paths: string[] = [];
  let joined = false;
  for (const [index, part] of parts.slice(0, maxPathParts).entries()) {
    if (part === ',') continue;
    const before = paths.at(-1);
    joined = index > 0 && before !== undefined && isOneLabel(before, part, value);
    if (joined) paths[paths.length - 1] = `${before},${part}`;
    else paths.push(part);
  }
  return paths.map((path) => unquote(path.trim())).filter((path) => path !== '');
}

function isOneLabel(before: string, part: string, value: string): boolean {
  if (/\d$/.test(before) && /^\d/.test(part)) return true;
  if (!/^\s/.test(part) || before.endsWith('"') || part.trimStart().startsWith('"')) return false;
  if (!value.includes('>')) return and.test(value);
  if (!before.includes('>') || !part.includes('>')) return true;
  const label = part.slice(0, part.indexOf('>')).trim();
  const isTop = googleTop.test(label) || value.trimStart().startsWith(label);
  return and.test(label) && !and.test(before.slice(before.lastIndexOf('>'))) && !isTop;
}

/** Of one cell, commas included; each is looked at together with the cell. */
const maxPathParts = 500;

const and = /\s(?:&|and|und|et|y|e|en)\s/i;

/** Labels at the top of Google's taxonomy that look like the end of an enumeration, but begin a path. */
const googleTop =
  /^(?:Animals|Apparel|Arts|Baby|Business|Cameras|Health|Home|Luggage|Religious|Toys|Vehicles) & (?:Pet Supplies|Accessories|Entertainment|Toddler|Industrial|Optics|Beauty|Garden|Bags|Ceremonial|Games|Parts)$/i;
