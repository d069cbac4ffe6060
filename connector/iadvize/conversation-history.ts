import { readPlatformTime, usualTimeZone } from './platform-time.ts';

export interface HistoryEntry {
  /** By the numbers of the one documented example: 1 the operator, 2 the visitor, 3 the platform, 5 a page that the visitor opened. */
  by: 'operator' | 'visitor' | 'platform' | 'page' | 'other';
  at: Date | undefined;
  text: string;
}

const speakers = new Map<unknown, HistoryEntry['by']>([
  [1, 'operator'],
  [2, 'visitor'],
  [3, 'platform'],
  [5, 'page'],
]);

/** Reads the field `history` of a conversation: `[2,"2016-02-16 11:24:23","Hello",1455618264049],[…]`. What cannot be read is left out. */
export function readHistory(history: string, timeZone: string = usualTimeZone): HistoryEntry[] {
  return parseEntries(history.trim()).flatMap((entry) => {
    if (!Array.isArray(entry) || typeof entry[2] !== 'string') return [];
    const [kind, clock, text, epoch] = entry;
    const said = typeof clock === 'string' ? readPlatformTime(clock, timeZone) : undefined;
    return [
      { by: speakers.get(Number(kind)) ?? 'other', at: Number.isSafeInteger(epoch) ? new Date(epoch) : said, text },
    ];
  });
}

function parseEntries(history: string): unknown[] {
  // Cut off in the middle of an entry, it still has those before.
  const whole = history.slice(0, history.lastIndexOf('],') + 1);
  for (const text of [history, `[${history}]`, `[${whole}]`, `${whole}]`]) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed) && parsed.every(Array.isArray)) return parsed;
    } catch {}
  }
  return [];
}
