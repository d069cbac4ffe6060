import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, placeOf, recordsAfter, safePointOf } from '../../../connector/catalog/offset-place.ts';

type Shop = readonly ({ id: string } | null)[];
const shopOf = (count: number): Shop => Array.from({ length: count }, (_, at) => ({ id: `p${at}` }));

/** Reads a shop that changes before each request; answers the ids, and how many requests there were. */
async function readAll(shopAt: (request: number) => Shop, limit: number, from: Place = { read: 0, last: [] }) {
  const ids: string[] = [];
  let requests = 0;
  for (let place = from; ; ) {
    const { records, total, ...reached } = await recordsAfter(place, async (offset) => {
      const shop = shopAt(++requests);
      return { records: shop.slice(offset, offset + limit), limit, total: shop.length };
    });
    ids.push(...(records as Shop).flatMap((record) => record?.id ?? []));
    place = placeOf(safePointOf(reached.place));
    if (records.length === 0 || place.read >= total) return { ids, requests };
    if (requests > 2_000) throw new Error('It does not end.');
  }
}

describe('a listing by offsets', () => {
  it('costs one record a part where nothing changes', async () => {
    const { ids, requests } = await readAll(() => shopOf(1_000), 101);
    expect(ids).toEqual(shopOf(1_000).map((record) => record!.id));
    expect(requests).toBe(10);
  });

  it('misses none that is left, however many are deleted between two parts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 30 }),
        fc.array(fc.array(fc.nat(119), { maxLength: 60 }), { maxLength: 8 }),
        async (limit, deletions) => {
          const shopAt = (request: number) => {
            const gone = new Set(deletions.slice(0, request - 1).flat());
            return shopOf(120).filter((_, at) => !gone.has(at));
          };
          const { ids } = await readAll(shopAt, limit);
          expect(new Set(ids)).toEqual(new Set([...ids, ...shopAt(100).map((record) => record!.id)]));
        },
      ),
    );
  });

  it('goes on behind records without an id, wherever they are, and misses none of the others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 30 }),
        fc.array(fc.record({ at: fc.nat(119), length: fc.integer({ min: 1, max: 40 }) }), { maxLength: 5 }),
        async (limit, gaps) => {
          const shop = shopOf(120).map((record, at) =>
            gaps.some((gap) => at >= gap.at && at < gap.at + gap.length) ? null : record,
          );
          const { ids } = await readAll(() => shop, limit);
          expect(ids).toEqual(shop.flatMap((record) => record?.id ?? []));
        },
      ),
    );
  });

  it('reads all anew where nothing is left of the place', async () => {
    const left = shopOf(300).slice(200);
    const { ids } = await readAll(() => left, 50, { read: 200, last: ['p198', 'p199'] });
    expect(ids).toHaveLength(100);
  });

  it('keeps its safe points short and plain, whatever ids are', () => {
    const last = Array.from({ length: 10 }, (_, at) => `${at}é`.repeat(100));
    expect(safePointOf({ read: 7, last })).toBe('7');
    expect(safePointOf({ read: 999_999_999, last: last.map(() => 'x'.repeat(90)) }).length).toBeLessThan(1_000);
    expect(placeOf(safePointOf({ read: 7, last: ['a', 'b'] }))).toEqual({ read: 7, last: ['a', 'b'] });
    expect(placeOf()).toEqual({ read: 0, last: [] });
  });
});
