import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deletions, isOneEdit } from '../../../connector/search/one-edit.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 7 });

/** Optimal string alignment distance, by the book. */
function distance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i && j ? 0 : i + j)),
  );
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1);
    }
  }
  return d[a.length]![b.length]!;
}

describe('isOneEdit', () => {
  it('agrees with the textbook distance', () =>
    fc.assert(
      fc.property(word, word, (a, b) => isOneEdit(a, b) === (distance(a, b) === 1)),
      { numRuns: 5000 },
    ));
});

describe('deletions', () => {
  it('of two words one edit apart have one in common', () =>
    fc.assert(
      fc.property(word, word, (a, b) => {
        fc.pre(isOneEdit(a, b));
        expect([...deletions(a)].some((form) => deletions(b).has(form))).toBe(true);
      }),
    ));
});
