/** Prints one row per name, one column per figure. */
export function printTable(rows: [string, Record<string, number | string>][]): void {
  const columns = [...new Set(rows.flatMap(([, row]) => Object.keys(row)))];
  const cells = [
    ['', ...columns],
    ...rows.map(([name, row]) => [name, ...columns.map((column) => String(row[column] ?? '–'))]),
  ];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  for (const row of cells)
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '));
}
