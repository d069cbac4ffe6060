import { readClock, writeClock } from './platform-time.ts';

const second = 1000;
/** Within three months by any reading of it: the shortest three are 89 days, and `to` without a time may mean the end of its day. */
const longestPeriod = 85 * 24 * 3600 * second;

export interface Period {
  from?: string;
  to?: string;
}

/**
 * The periods to ask for, one after the other. Whether `from` and `to` themselves belong to a period is not documented: each begins a second
 * before the last one's end, so that nothing is lost there, and what comes twice is left out by its id.
 */
export function periodsOf({ from, to }: Period): Period[] {
  const [begin, end] = [from, to].map((text) => (text === undefined ? undefined : readClock(text)));
  // With one of them the platform takes three months, by its own rule.
  if (begin === undefined || end === undefined || end - begin <= longestPeriod) {
    return [{ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
  }
  const periods: Period[] = [];
  for (let at = begin, text = from!; ; ) {
    const next = at + longestPeriod;
    if (next >= end) return [...periods, { from: text, to: to! }];
    periods.push({ from: text, to: writeClock(next) });
    at = next - second;
    text = writeClock(at);
  }
}
