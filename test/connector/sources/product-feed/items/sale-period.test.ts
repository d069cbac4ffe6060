import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInPeriod } from '../../../../../connector/sources/product-feed/items/sale-period.ts';

fc.configureGlobal({ seed: 1 });

const at = (time: string) => new Date(time);

test.each([
  ['2026-06-01T13:00-0800/2026-06-11T15:30-0800', '2026-06-01T20:59:59Z', false],
  ['2026-06-01T13:00-0800/2026-06-11T15:30-0800', '2026-06-01T21:00:00Z', true],
  ['2026-06-01T13:00-0800/2026-06-11T15:30-0800', '2026-06-11T23:30:00Z', true],
  ['2026-06-01T13:00-0800/2026-06-11T15:30-0800', '2026-06-11T23:30:01Z', false],
  ['2026-06-01T00:00:00+05:30 / 2026-06-02T00:00:00Z', '2026-05-31T18:30:00Z', true],
  ['2026-06-01/2026-06-02', '2026-06-02T23:59:59Z', true],
  ['2026-06-01/2026-06-02', '2026-06-03T00:00:00Z', false],
  ['2026-06-01 08:00/2026-06-02 08:00', '2026-06-01T08:00:00Z', true],
  ['20260601T080000Z/20260602T080000Z', '2026-06-01T08:00:00Z', true],
  ['2026-06-01/', '2036-01-01T00:00:00Z', true],
  ['/2026-06-01', '2000-01-01T00:00:00Z', true],
  ['../2026-06-01', '2026-06-02T00:00:00Z', false],
  ['2026-06-02/2026-06-01', '2026-06-01T12:00:00Z', false],
])('%s holds at %s: %s', (period, now, inside) => expect(isInPeriod(period, at(now))).toBe(inside));

test.each([
  'soon',
  '2026-06-01',
  '2026-13-01/2026-14-01',
  '2026-06-00/',
  'a/b',
  '2026-01-01/2027-01-01/2028-01-01',
  '01.06.2026/02.06.2026',
])('%s is no period, so no sale', (period) => expect(isInPeriod(period, at('2026-06-01T12:00:00Z'))).toBe(false));

test('any two moments in any offset enclose what lies between them', () => {
  const moment = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2099, 0) });
  const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
  const written = (time: number, minutes: number) => {
    const sign = minutes < 0 ? '-' : '+';
    const digits = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) => String(n).padStart(2, '0'));
    return `${new Date(time + minutes * 60_000).toISOString().slice(0, 19)}${sign}${digits.join(':')}`;
  };
  fc.assert(
    fc.property(moment, moment, moment, offset, offset, (a, b, c, one, other) => {
      const [start, end, now] = [a, b, c].map((time) => time - (time % 1_000)) as [number, number, number];
      expect(isInPeriod(`${written(start, one)}/${written(end, other)}`, new Date(now))).toBe(
        start <= now && now <= end,
      );
    }),
  );
});
