import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../connector/iadvize/call-iadvize.ts';
import { listPages } from '../../../connector/iadvize/list-pages.ts';
import { periodsOf } from '../../../connector/iadvize/periods.ts';
import { readClock, writeClock } from '../../../connector/iadvize/platform-time.ts';
import { all } from '../../helpers/rest-platform.ts';

const meta = { status: 'success' };
const rows = (ids: readonly number[]) => ids.map((id) => ({ id }));

async function idsOf(ask: (page: number) => Partial<Envelope>, known: readonly number[] = []): Promise<number[]> {
  const listing = { known: new Set(known), seen: new Set<number>() };
  const found = await all(listPages(async (page) => ({ meta, ...ask(page) }), listing));
  return found.map(({ id }) => Number(id));
}

describe('listPages', () => {
  it.each<[string, (page: number) => Partial<Envelope>, number[], number]>([
    ['says nothing of pages', () => ({ data: rows([1, 2]) }), [1, 2], 1],
    ['has none', () => ({ data: [], pagination: { pages: 0 } }), [], 1],
    ['answers null', () => ({ data: null }), [], 1],
    ['writes its numbers as texts', (page) => ({ data: rows([page]), pagination: { pages: '2' } }), [1, 2], 2],
    [
      'promises more pages than it has',
      (page) => ({ data: rows(page < 3 ? [page] : []), pagination: { pages: 9 } }),
      [1, 2],
      3,
    ],
    ['answers the same page for ever', () => ({ data: rows([1]), pagination: { pages: 1e9 } }), [1], 2],
    [
      'shifts a row to the next page',
      (page) => ({ data: rows([page, page + 1]), pagination: { pages: 2 } }),
      [1, 2, 3],
      2,
    ],
    ['grows by a page', (page) => ({ data: rows([page]), pagination: { pages: page < 2 ? 2 : 3 } }), [1, 2, 3], 3],
    ['grows for ever', (page) => ({ data: rows([page]), pagination: { pages: page + 1 } }), many(14), 14],
  ])('ends where the platform %s', async (_name, ask, expected, calls) => {
    const asked: number[] = [];
    expect(await idsOf((page) => ask(asked.push(page)))).toEqual(expected);
    expect(asked).toEqual(many(calls));
  });

  it.each([[{}], [[{}]], [[{ id: null }]], [['1']], [{ id: 1 }]])('takes %j for no list', async (data) => {
    await expect(idsOf(() => ({ data }))).rejects.toMatchObject({ reason: 'unreadable' });
  });

  it('goes on behind a page that was handed out before', async () => {
    const ask = (page: number) => ({ data: rows([page]), pagination: { pages: 2 } });
    expect(await idsOf(ask, [1])).toEqual([2]);
  });
});

const day = 86_400_000;
const start = Date.UTC(2024, 0, 1);
const moment = fc.integer({ min: 0, max: 900 * 86_400 }).map((seconds) => start + seconds * 1000);

describe('periods of conversations', () => {
  it('are as given, where one or none is, or three months hold them', () => {
    expect(periodsOf({})).toEqual([{}]);
    expect(periodsOf({ from: '2020-01-01' })).toEqual([{ from: '2020-01-01' }]);
    expect(periodsOf({ to: '2020-01-01' })).toEqual([{ to: '2020-01-01' }]);
    expect(periodsOf({ from: '2020-01-01', to: '2020-03-01' })).toEqual([{ from: '2020-01-01', to: '2020-03-01' }]);
    expect(periodsOf({ from: '2020-03-01', to: '2019-01-01' })).toHaveLength(1);
  });

  it('are below three months each by any reading, and leave no second out', () => {
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map(writeClock);
        const periods = periodsOf({ from: from!, to: to! }).map(
          (each) => [readClock(each.from!)!, readClock(each.to!)!] as const,
        );
        expect(writeClock(periods[0]![0])).toBe(from);
        expect(writeClock(periods.at(-1)![1])).toBe(to);
        for (const [index, [begin, end]] of periods.entries()) {
          expect(end - begin).toBeLessThan(88 * day);
          if (index > 0) expect(begin).toBeLessThan(periods[index - 1]![1]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('bring each conversation once, whether the platform counts their ends in or not', async () => {
    // Many conversations lie at the very borders.
    const borders = periodsOf({ from: writeClock(start), to: writeClock(start + 900 * day) }).map(
      ({ to }) => readClock(to!)!,
    );
    const near = fc
      .tuple(fc.constantFrom(...borders), fc.integer({ min: -2, max: 2 }))
      .map(([at, by]) => at + by * 1000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(moment, near), { maxLength: 60 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 7 }),
        async (moments, withFrom, withTo, limit) => {
          const talks = moments.map((at, index) => ({ id: index + 1, at }));
          const [from, to] = [start - 1000, start + 901 * day];
          const found: number[] = [];
          let known: ReadonlySet<number> = new Set();
          for (const period of periodsOf({ from: writeClock(from), to: writeClock(to) })) {
            const [begin, end] = [readClock(period.from!)!, readClock(period.to!)!];
            const within = talks.filter(
              ({ at }) => (withFrom ? at >= begin : at > begin) && (withTo ? at <= end : at < end),
            );
            const seen = new Set<number>();
            const ask = async (page: number) => {
              const data = within.slice((page - 1) * limit, page * limit);
              return { meta, data, pagination: { pages: Math.ceil(within.length / limit) } };
            };
            for (const { id } of await all(listPages(ask, { known, seen }))) found.push(Number(id));
            known = seen;
          }
          expect(found.toSorted((a, b) => a - b)).toEqual(talks.map(({ id }) => id));
        },
      ),
      { numRuns: 200 },
    );
  });
});

function many(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
