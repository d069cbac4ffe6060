import { type FeedItem, type FeedReader, type Field, fieldNamed, maxFieldLength } from './feed-item.ts';
import { isQuoted, splitRow, unquote } from './table-row.ts';

/** Lines and characters that one row may span before its open quote counts as a stray one. */
const maxLines = 200;
const maxLength = 4 * maxFieldLength;

/** Characters; the rest of a longer line is dropped. */
const maxLineLength = 16 * maxFieldLength;

/** That we know, repeated ones included: rows without end must not meet columns without end. */
const maxColumns = 100;

/** After so many stray quotes a line break ends a row, always: the file does not use quotes for that. */
const maxStrays = 20;

/**
 * Reads TSV and CSV whose first line names the columns. A quote that never closes would swallow the rest of the file in
 * an ordinary CSV parser; here a line that is a whole row by itself, followed by another, is taken as it stands.
 */
export function tableFeedReader(delimiter: string, onItem: (item: FeedItem) => void): FeedReader {
  const rows = rowReader(delimiter, (cells) => {
    if (columns) onItem(itemOf(cells, columns, delimiter));
    else columns = columnsOf(cells);
  });
  let columns: Column[] | undefined;
  /** A line's parts that came so far; joined once, at its end. */
  let parts: string[] = [];
  let length = 0;
  let afterReturn = false;

  function append(part: string) {
    if (length >= maxLineLength) return;
    parts.push(part.slice(0, maxLineLength - length));
    length += part.length;
  }

  function endLine() {
    rows.line(parts.join(''));
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

/** Puts lines together to rows: a quoted cell may contain line breaks. */
function rowReader(delimiter: string, onRow: (cells: string[]) => void) {
  /** Cells of the first line. */
  let width = 0;
  let strays = 0;
  /** Lines of a row whose last cell has an open quote. */
  let pending: string[] = [];
  let pendingLength = 0;

  /** The cells of a line whose open quote, if it has one, is an ordinary character. */
  function cellsOf(text: string): string[] {
    const { cells, open } = splitRow(text, delimiter);
    return open ? [...cells.slice(0, -1), ...cells.at(-1)!.split(delimiter)] : cells;
  }

  const isRow = (text: string) => cellsOf(text).length === width;

  function emit(cells: string[]) {
    width ||= cells.length;
    onRow(cells);
  }

  /** The open quote was a stray one: its line is a row, and the lines after it are read again. */
  function giveUp() {
    const [first = '', ...rest] = pending;
    pending = [];
    strays++;
    emit(cellsOf(first));
    rest.forEach(line);
  }

  function line(text: string) {
    if (pending.length === 1 && isRow(pending[0]!) && isRow(text)) giveUp();
    else if (pending.length >= maxLines || (pending.length > 0 && pendingLength > maxLength)) giveUp();
    if (pending.length > 0) continueRow(text);
    else if (text.trim() !== '') startRow(text);
  }

  function startRow(text: string) {
    const row = splitRow(text, delimiter);
    if (row.open && strays < maxStrays) {
      pending = [text];
      pendingLength = text.length;
    } else {
      const whole = text.split(delimiter);
      emit(row.open || row.cells.length === width || whole.length !== width ? cellsOf(text) : whole);
    }
  }

  function continueRow(text: string) {
    pending.push(text);
    pendingLength += text.length;
    if (!closesQuote(text, delimiter)) return;
    const row = splitRow(pending.join('\n'), delimiter);
    if (row.open) return;
    if (row.cells.length !== width && isRow(pending[0]!)) return giveUp();
    pending = [];
    emit(row.cells);
  }

  return {
    line,
    end() {
      while (pending.length > 0) giveUp();
    },
  };
}

function closesQuote(text: string, delimiter: string): boolean {
  return text.includes(`"${delimiter}`) || text.trimEnd().endsWith('"');
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
  return fieldNamed(unquote(cell.trim()).trim().replace(/^g:/i, ''));
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

/** `Men > Tops,Collections > "Eco, fair"`: a comma outside quotes separates paths. */
function pathsOf(value: string, single: boolean): string[] {
  if (single || !value.includes(',')) return [unquote(value)];
  const balanced = value.split('"').length % 2 === 1;
  const paths = balanced ? value.match(/(?:"[^"]*"|[^",])+/g) : value.split(',');
  return (paths ?? []).map((path) => unquote(path.trim())).filter((path) => path !== '');
}
