import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { KeptLists } from '../../../connector/refresh/kept-lists.ts';

const items = (count: number, of = '') => Array.from({ length: count }, (_, index) => ({ name: `${of}${index}` }));
const catalog = {};

describe('the lists that a function instance keeps', () => {
  it('are found once for the same question about the same catalog', () => {
    const lists = new KeptLists(100);
    const find = vi.fn(() => items(3));
    const first = lists.get(catalog, { text: 'kite', limit: 20 }, find);
    expect(lists.get(catalog, { text: 'kite', limit: 20 }, find)).toBe(first);
    expect(find).toHaveBeenCalledOnce();
  });

  it('are another for every part of the question, given or not', () => {
    const lists = new KeptLists(100);
    const questions = [{ text: 'kite' }, { text: undefined }, { text: 'Kite' }, { parentId: null }, { limit: 20 }];
    for (const [count, question] of questions.entries()) lists.get(catalog, question, () => items(count));
    expect(questions.map((question) => lists.get(catalog, question, () => items(50)).length)).toEqual([0, 1, 2, 3, 4]);
  });

  it('make room by the one that was asked for longest ago', () => {
    const lists = new KeptLists(12);
    for (const text of ['a', 'b', 'a', 'c']) lists.get(catalog, { text }, () => items(4));
    const again = (text: string) => {
      const find = vi.fn(() => items(4));
      lists.get(catalog, { text }, find);
      return find.mock.calls.length > 0;
    };
    expect([again('a'), again('c'), again('b')]).toEqual([false, false, true]);
  });

  it('are answered, and not kept, when one alone is larger than all may be', () => {
    const lists = new KeptLists(10);
    const find = vi.fn(() => items(11));
    expect(lists.get(catalog, {}, find)).toHaveLength(11);
    expect(lists.get(catalog, {}, find)).toHaveLength(11);
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('are what the catalog would answer, and its own, whatever was asked before', () => {
    const ask = fc.record({ catalog: fc.nat({ max: 3 }), text: fc.nat({ max: 5 }), length: fc.constant(0) });
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 200 }), fc.nat({ max: 40 }), (asks, maxItems) => {
        const lists = new KeptLists(maxItems);
        const catalogs = [{}, {}, {}, {}];
        for (const { catalog, text } of asks) {
          const expected = items(text * 3, `${catalog} ${text} `);
          expect(lists.get(catalogs[catalog]!, { text }, () => expected)).toEqual(expected);
        }
      }),
    );
  });
});
