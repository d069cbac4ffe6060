import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causes } from '../../../../connector/sources/woocommerce/causes.ts';
import { listById } from '../../../../connector/sources/woocommerce/list-by-id.ts';
import type { Ask } from '../../../../connector/sources/woocommerce/rest-api.ts';

/** A list of ids that answers as both APIs do; `before` may change it before each request. */
function askOf(ids: number[], before: () => void = () => {}): { ask: Ask; requests: () => number } {
  let requests = 0;
  const ask: Ask = async (_, query, schema) => {
    before();
    requests++;
    const offset = Number(query.offset);
    const value = schema.parse(ids.slice(offset, offset + Number(query.per_page)).map((id) => ({ id })));
    return { value, total: ids.length };
  };
  return { ask, requests: () => requests };
}

async function read(ask: Ask, from?: string, partSize?: number) {
  const ids: number[] = [];
  const cursors: string[] = [];
  for await (const { records, next } of listById(ask, '/products', {}, from, partSize)) {
    ids.push(...records.map((record) => (record as { id: number }).id));
    if (next) cursors.push(next);
  }
  return { ids, cursors };
}

const ofLength = (length: number) => Array.from({ length }, (_, at) => at * 2 + 7);

describe('a list in the order of its ids', () => {
  it.each([1, 99, 100, 101, 199, 200, 1_000])('of %i records is read whole, each once', async (length) => {
    const { ask, requests } = askOf(ofLength(length));
    expect((await read(ask)).ids).toEqual(ofLength(length));
    expect(requests()).toBe(Math.max(1, Math.ceil((length - 1) / 99)));
  });

  it('goes on from each of its cursors, which differ', async () => {
    const { ask } = askOf(ofLength(350));
    const { ids, cursors } = await read(ask);
    expect(new Set(cursors).size).toBe(cursors.length);
    for (const cursor of cursors) {
      expect((await read(ask, cursor)).ids).toEqual(ids.filter((id) => id > Number(cursor.split('-')[1])));
    }
  });

  it('goes on within a page, too, where it comes in parts', async () => {
    const list = ofLength(250);
    const odd = list.with(30, Number.NaN).with(31, Number.NaN);
    for (const ids of [list, odd]) {
      const { ask, requests } = askOf(ids);
      const whole = await read(ask, undefined, 20);
      expect(whole.ids).toEqual(ids);
      expect(requests()).toBe(3);
      expect(new Set(whole.cursors).size).toBe(whole.cursors.length);
      expect(whole.cursors.length).toBeGreaterThanOrEqual(12);
      for (const cursor of whole.cursors) {
        const after = ids.filter((id) => id > Number(cursor.split('-')[1]));
        expect((await read(ask, cursor, 20)).ids.filter((id) => id > 0)).toEqual(after);
      }
    }
  });

  it('has no safe point behind a part that is all odd', async () => {
    const ids = ofLength(90).fill(Number.NaN, 20, 60);
    expect((await read(askOf(ids).ask, undefined, 20)).cursors).toHaveLength(2);
  });

  it('loses nothing of what stays, whatever is deleted and published while it is read', async () => {
    const change = fc.array(fc.record({ at: fc.nat({ max: 599 }), count: fc.nat({ max: 45 }), adds: fc.boolean() }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const ids = ofLength(600);
        const gone = new Set<number>();
        const upcoming = [...changes];
        const { ask, requests } = askOf(ids, () => {
          const next = upcoming.shift();
          if (!next) return;
          // Even ids are news: a draft that is published keeps its low id.
          if (next.adds) {
            ids.push(next.at * 2 + 2);
            ids.splice(0, ids.length, ...new Set(ids.sort((a, b) => a - b)));
          } else for (const id of ids.splice(next.at, next.count)) gone.add(id);
        });
        const read = await readAll(ask);
        expect(read).toEqual([...new Set(read)].sort((a, b) => a - b));
        expect(ofLength(600).filter((id) => !gone.has(id) && !read.includes(id))).toEqual([]);
        expect(requests()).toBeLessThan(100);
      }),
      { numRuns: 100 },
    );
  });

  it('is not asked for in circles by a shop that keeps records to itself', async () => {
    const ids = ofLength(400);
    const ask: Ask = async (_, query, schema) => {
      const offset = Number(query.offset);
      const shown = ids.slice(offset, offset + 100).filter((id) => id % 6 !== 1);
      return { value: schema.parse(shown.map((id) => ({ id }))), total: ids.length };
    };
    expect(await readAll(ask)).toEqual(ids.filter((id) => id % 6 !== 1));
  });

  it('that is empty is none', () =>
    expect(readAll(askOf([]).ask)).rejects.toMatchObject({ message: causes.empty.message }));

  it('counts what is no record, and goes on', async () => {
    const { ask } = askOf([5, 6, Number.NaN, 7]);
    expect((await read(ask)).ids).toHaveLength(4);
  });
});

async function readAll(ask: Ask): Promise<number[]> {
  return (await read(ask)).ids;
}
