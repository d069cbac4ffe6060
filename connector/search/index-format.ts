/**
 * Which form a stored index has. The number stands in the file, as SQLite's `user_version`, and in the pointer of the install's
 * row; where there is none it is 1. A version of the connector reads its own format and the one before, and writes its own.
 *
 * Raise it by one whenever an unchanged feed would give another index: after a change of a table, of how words are split or folded,
 * of how items are read, grouped or priced. Nothing else makes a shop that answers 304 be read again. Raise it by two when files of
 * the format before can be searched no more: their websites have no list until the next round of the schedule.
 */
export const indexFormat = 2;

/** Anything but a format that was ever written stays what it is. */
export function formatOf(written: unknown): unknown {
  return written === undefined ? 1 : written;
}

/** A pointer or a file that this version cannot answer from. */
export class UnreadableIndex extends Error {
  constructor(problem: string, cause?: unknown) {
    super(problem, { cause });
    this.name = 'UnreadableIndex';
  }
}

/** Throws UnreadableIndex for a format that this version does not read. */
export function readableFormat(written: unknown): number {
  const format = formatOf(written);
  if (format === indexFormat || format === indexFormat - 1) return format;
  // What is no number may be long, or anybody's.
  const found = Number.isSafeInteger(format) ? `format ${format}` : 'a format that is no number';
  throw new UnreadableIndex(`The index has ${found}; this version reads ${indexFormat} and ${indexFormat - 1}.`);
}
