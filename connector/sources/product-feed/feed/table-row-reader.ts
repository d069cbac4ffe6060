import { maxFieldLength } from './feed-item.ts';
import { splitRow } from './table-row.ts';

/** Lines and characters that one row may span before its open quote counts as a stray one. */
const maxLines = 200;
const maxLength = 4 * maxFieldLength;

/** After so many stray quotes a line break ends a row, always: the file does not use quotes for that. */
const maxStrays = 20;

/**
 * Puts lines together to rows, for a quoted cell may contain line breaks. A quote that never closes would swallow the rest
 * of the file in an ordinary CSV parser; here a line that is a whole row by itself, followed by another, is taken as it
 * stands.
 */
export function tableRowReader(delimiter: string, onRow: (cells: string[]) => void) {
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
