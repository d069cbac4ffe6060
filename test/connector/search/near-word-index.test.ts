import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase, statementsOf } from '../../../connector/search/catalog-database.ts';
import { nearWordsOf, writeNearWords } from '../../../connector/search/near-word-index.ts';
import { isOneEdit, mayBeMistyped } from '../../../connector/search/one-edit.ts';

fc.configureGlobal({ seed: 1 });

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '黒', '1'), minLength: 1, maxLength: 7 });

test('finds exactly the stored words that are one edit away, and none for words with a digit', () =>
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 200 }), fc.array(word, { minLength: 1 }), (stored, asked) => {
      const database = createDatabase(':memory:');
      const insert = database.prepare('INSERT INTO word VALUES (?, ?, NULL, 1)');
      for (const [i, one] of stored.entries()) insert.run(i + 1, one);
      writeNearWords(database);
      const near = nearWordsOf(statementsOf(database));
      for (const one of asked) {
        const expected = mayBeMistyped(one)
          ? stored.filter((other) => mayBeMistyped(other) && isOneEdit(one, other))
          : [];
        expect(near(one).sort()).toEqual(expected.sort());
      }
      database.close();
    }),
    { numRuns: 100 },
  ));
