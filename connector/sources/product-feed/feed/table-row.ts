/**
 * Cuts a row into cells, quotes kept. A delimiter inside quotes does not cut; quotes count only where they enclose a
 * whole cell: in `"Best" jacket` or `27" screen` they are ordinary characters. `open`: the last cell's quote has no end.
 */
export function splitRow(row: string, delimiter: string): { cells: string[]; open: boolean } {
  if (!row.includes('"')) return { cells: row.split(delimiter), open: false };
  const cells: string[] = [];
  for (let start = 0; ; ) {
    let end = start;
    if (row[start] === '"') {
      end = closingQuote(row, start + 1);
      if (end < 0) return { cells: [...cells, row.slice(start)], open: true };
    }
    end = row.indexOf(delimiter, end);
    if (end < 0) return { cells: [...cells, row.slice(start)], open: false };
    cells.push(row.slice(start, end));
    start = end + delimiter.length;
  }
}

/** Index of the next quote that is not doubled, or -1. */
function closingQuote(row: string, from: number): number {
  for (let at = row.indexOf('"', from); at >= 0; at = row.indexOf('"', at + 2)) {
    if (row[at + 1] !== '"') return at;
  }
  return -1;
}

export function isQuoted(cell: string): boolean {
  return cell.length > 1 && cell[0] === '"' && closingQuote(cell, 1) === cell.length - 1;
}

/** The content of a quoted cell; any other cell as it is. */
export function unquote(cell: string): string {
  return isQuoted(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
