import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedMap } from '../../connector/bounded-map.ts';

describe('a bounded map', () => {
  it('lets go what was set longest ago', () => {
    const map = new BoundedMap<string, number>(2);
    for (const key of ['a', 'b', 'c']) map.set(key, 0);
    expect([...map]).toEqual([
      ['b', 0],
      ['c', 0],
    ]);
  });

  it('keeps what was got since, not what was only looked at', () => {
    const map = new BoundedMap<string, number>(2);
    for (const key of ['a', 'b']) map.set(key, 0);
    map.get('a');
    expect([...map].map(([key]) => key)).toEqual(['b', 'a']);
    map.set('c', 0);
    expect([map.get('a'), map.get('b')]).toEqual([0, undefined]);
  });

  it('counts a value that replaces another once', () => {
    const map = new BoundedMap<string, string>(4, ({ length }) => length);
    map.set('a', 'xxx');
    map.set('a', 'x');
    map.set('b', 'yyy');
    expect([map.get('a'), map.get('b')]).toEqual(['x', 'yyy']);
  });

  it('keeps nothing when one value is too heavy', () => {
    const map = new BoundedMap<string, string>(4, ({ length }) => length);
    map.set('a', 'x');
    map.set('b', 'yyyyy');
    expect([...map]).toEqual([]);
    map.set('c', 'zzzz');
    expect(map.get('c')).toBe('zzzz');
  });

  it('holds what a list in the order of use holds, whatever is done with it', () => {
    const key = fc.nat({ max: 6 });
    const step = fc.oneof(
      fc.record({ act: fc.constant('get' as const), key }),
      fc.record({ act: fc.constant('delete' as const), key }),
      fc.record({ act: fc.constant('set' as const), key, weight: fc.nat({ max: 5 }) }),
    );
    fc.assert(
      fc.property(fc.nat({ max: 12 }), fc.array(step, { maxLength: 100 }), (maxWeight, steps) => {
        const map = new BoundedMap<number, { weight: number }>(maxWeight, ({ weight }) => weight);
        let model: [number, { weight: number }][] = [];
        const weightOf = (entries: typeof model) => entries.reduce((sum, [, { weight }]) => sum + weight, 0);
        for (const each of steps) {
          const found = model.find(([key]) => key === each.key);
          const others = model.filter((entry) => entry !== found);
          if (each.act === 'get') {
            expect(map.get(each.key)).toBe(found?.[1]);
            model = found ? [...others, found] : others;
          } else if (each.act === 'delete') {
            map.delete(each.key);
            model = others;
          } else {
            const value = { weight: each.weight };
            map.set(each.key, value);
            model = [...others, [each.key, value]];
            while (weightOf(model) > maxWeight) model.shift();
          }
          expect([...map]).toEqual(model);
          expect(weightOf([...map])).toBeLessThanOrEqual(maxWeight);
        }
      }),
    );
  });
});
