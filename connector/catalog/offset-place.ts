/** How far a listing by offsets is: behind so many records, the last of which had these ids. */
export interface Place {
  read: number;
  /** None: nothing tells whether records have moved. */
  last: readonly string[];
}

interface Part {
  records: readonly unknown[];
  /** How many were asked for. */
  limit: number;
}

/** A record before a place that is gone tells of deletions; that all of these are gone is another matter. Ten fit into a safe point. */
const keptIds = 10;

/**
 * The records behind a place, of a shop that has offsets and no "ids after this one": a record that is deleted meanwhile moves all that
 * follow it towards the beginning. So each part begins with the last record of the one before, and earlier where that is no longer there.
 */
export async function recordsAfter<Listed extends Part>(
  { read, last }: Place,
  list: (offset: number) => Promise<Listed>,
): Promise<Listed & { place: Place }> {
  const begin = last.length > 0 ? Math.max(read - 1, 0) : read;
  for (let offset = begin; ; ) {
    const part = await list(offset);
    const ids = part.records.map(idOf);
    const known = ids.findLastIndex((id) => last.includes(id));
    if (known < 0 && last.length > 0 && offset > 0) {
      // One less than a part: what stands where this one began is new, if there is anything.
      offset = Math.max(offset - Math.max(part.limit - 1, 1), 0);
      continue;
    }
    return { ...part, records: part.records.slice(known + 1), place: placeBehind(ids, offset, known, last) };
  }
}

/** Behind the last that has an id, for the next part begins there; a part of records without any is behind us, unseen or not. */
function placeBehind(ids: readonly string[], offset: number, known: number, before: readonly string[]): Place {
  const end = ids.findLastIndex(Boolean);
  if (end <= known) return { read: offset + ids.length, last: ids.length > known + 1 ? [] : before };
  const last = [...(known < 0 ? [] : before), ...ids.slice(known + 1, end + 1)].filter(Boolean);
  return { read: offset + end + 1, last: last.slice(-keptIds) };
}

/** From a `Page.next` that `safePointOf` wrote. */
export function placeOf(safePoint = ''): Place {
  const [read, ...last] = safePoint.split(' ');
  return { read: Number(read) || 0, last };
}

export function safePointOf({ read, last }: Place): string {
  return [read, ...last.filter((id) => /^[\x21-\x7e]{1,90}$/.test(id))].join(' ');
}

function idOf(record: unknown): string {
  const { id } = (record ?? {}) as { id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}
