import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  readClock,
  readPlatformTime,
  usualTimeZone,
  writePlatformTime,
} from '../../../connector/iadvize/platform-time.ts';

it('writes a moment as the clocks of the zone show it', () => {
  const date = new Date(1_455_618_264_049);
  expect(writePlatformTime(date, usualTimeZone)).toBe('2016-02-16 11:24:24');
  expect(writePlatformTime(date, 'UTC')).toBe('2016-02-16 10:24:24');
  expect(writePlatformTime(new Date('2026-07-01T22:30:00Z'), usualTimeZone)).toBe('2026-07-02 00:30:00');
});

it('reads what it wrote, to the second, but for the hour that autumn repeats', () => {
  const moment = fc.integer({ min: Date.UTC(1990, 0) / 1000, max: Date.UTC(2060, 0) / 1000 });
  fc.assert(
    fc.property(moment, fc.constantFrom('Europe/Paris', 'UTC', 'America/New_York', 'Asia/Kolkata'), (seconds, zone) => {
      const date = new Date(seconds * 1000);
      const text = writePlatformTime(date, zone);
      const read = readPlatformTime(text, zone)!;
      expect(writePlatformTime(read, zone)).toBe(text);
      expect([0, 3_600_000]).toContain(Math.abs(read.getTime() - date.getTime()));
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['2026-11-28 12:00:00', '2026-11-28T11:00:00.000Z'],
  ['2026-06-28 12:00', '2026-06-28T10:00:00.000Z'],
  [' 2026-11-28 ', '2026-11-27T23:00:00.000Z'],
  ['2026-11-28T12:00:00', '2026-11-28T11:00:00.000Z'],
  ['2026-11-28T12:00:00+02:00', '2026-11-28T10:00:00.000Z'],
  ['2026-11-28T12:00:00.5Z', '2026-11-28T12:00:00.500Z'],
])('reads %j', (text, iso) => {
  expect(readPlatformTime(text, usualTimeZone)?.toISOString()).toBe(iso);
});

it.each(['', '0000-00-00 00:00:00', '2026-02-30', '2026-13-01', 'now', '28/11/2026', '2026-11-28T12:00:00 Paris'])(
  'takes %j for no date',
  (text) => {
    expect(readPlatformTime(text, usualTimeZone)).toBeUndefined();
    expect(readClock(text)).toBeUndefined();
  },
);
