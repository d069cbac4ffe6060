/**
 * The documentation writes `YYYY-MM-DD HH:MM:SS` and names no zone. The one example that has both forms, a conversation's history,
 * puts 11:24:23 on 16 February beside an epoch time of 10:24:24 UTC: Paris.
 */
export const usualTimeZone = 'Europe/Paris';

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** The clock's reading, as if it were one of UTC: so periods are measured without a zone. */
export function readClock(text: string): number | undefined {
  const [, year, month, day, hours = 0, minutes = 0, seconds = 0] = pattern.exec(text.trim()) ?? [];
  if (year === undefined) return undefined;
  const at = Date.UTC(+year, Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds));
  // A day that no month has, or month 00, is none.
  return writeClock(at).startsWith(`${year}-${month}-${day}`) ? at : undefined;
}

export function writeClock(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** What a clock in the zone shows at that moment, to the second. */
export function writePlatformTime(date: Date, timeZone: string): string {
  return writeClock(clockOf(date.getTime(), timeZone));
}

/** Also ISO 8601 with an offset, which needs no zone. Of an hour that the clocks repeat in autumn, one of the two. */
export function readPlatformTime(text: string, timeZone: string): Date | undefined {
  const clock = readClock(text);
  if (clock === undefined) {
    const at = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(at) ? undefined : new Date(at);
  }
  const near = clock - offsetAt(clock, timeZone);
  return new Date(clock - offsetAt(near, timeZone));
}

function offsetAt(at: number, timeZone: string): number {
  return clockOf(at, timeZone) - Math.floor(at / 1000) * 1000;
}

const formats = /* @__PURE__ */ new Map<string, Intl.DateTimeFormat>();

function clockOf(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-GB', { ...digits, second: '2-digit', hourCycle: 'h23', timeZone });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  return Date.UTC(year!, month! - 1, day, hour, minute, second);
}
