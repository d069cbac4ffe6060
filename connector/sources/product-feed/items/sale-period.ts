const day = 86_400_000;

const moment =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Whether `now` lies in `2026-03-01T13:00+0100/2026-03-11T15:30+0100`. Either end may be missing; a day without a time
 * counts whole; a time without an offset is UTC. What cannot be read is no sale: a wrong promise is worse than none.
 */
export function isInPeriod(period: string, now: Date): boolean {
  const [from, to] = parsePeriod(period);
  return from <= now.getTime() && now.getTime() <= to;
}

/** When the period's next end is passed: the moment, in epoch milliseconds, from which `isInPeriod` may say otherwise. */
export function nextChange(period: string, now: Date): number {
  const [from, to] = parsePeriod(period);
  return Math.min(...[from, to + 1].filter((moment) => moment > now.getTime()), Number.POSITIVE_INFINITY);
}

/** Whether it can be read and does not end before it begins. */
export function isPeriod(period: string): boolean {
  const [from, to] = parsePeriod(period);
  return from <= to;
}

/** Its first and its last moment, NaN for what cannot be read. */
function parsePeriod(period: string): [from: number, to: number] {
  const [start, end, ...more] = period.split('/').map((part) => part.trim());
  if (start === undefined || end === undefined || more.length > 0) return [Number.NaN, Number.NaN];
  const from = isOpen(start) ? Number.NEGATIVE_INFINITY : parseMoment(start, 0);
  const to = isOpen(end) ? Number.POSITIVE_INFINITY : parseMoment(end, day - 1);
  return [from, to];
}

const isOpen = (text: string) => text === '' || text === '..';

/** Epoch milliseconds, NaN when unreadable; `wholeDay` is added to a date that has no time. */
function parseMoment(text: string, wholeDay: number): number {
  const match = moment.exec(text);
  if (!match) return Number.NaN;
  const [, year, month, date, hour, minute, second, zone] = match;
  if (Number(month) < 1 || Number(month) > 12 || Number(date) < 1 || Number(date) > 31) return Number.NaN;
  const at = Date.UTC(+year!, +month! - 1, +date!, +(hour ?? 0), +(minute ?? 0), +(second ?? 0));
  return at + (hour === undefined ? wholeDay : 0) - offsetOf(zone);
}

function offsetOf(zone = 'Z'): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
}
