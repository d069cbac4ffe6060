import { begunWord, type QueryWord } from './query-word.ts';

/** By line of `ranking.words`: title, brand, words of the variants. The description adds nothing. */
const fieldWeights = [10, 9, 6];

/** `power bank` for `powerbank`, and power and bank somewhere. */
const partsInOrder = 0.95;
const partsApart = 0.4;

/** A query made ready to be held against hundreds of products. */
export interface Question {
  words: { weight: number; isCertain: boolean; answers: { texts: readonly string[]; worth: number }[] }[];
  phrase: string | undefined;
  asks(word: string): boolean;
}

/** The text of `ranking.words`: a line for each field, a space on either side of each word. */
export function rankingWords(fields: readonly string[]): string {
  return fields.map((field) => ` ${field} `).join('\n');
}

export function questionOf(words: readonly QueryWord[]): Question {
  const typed = words.map((word) => word.typed);
  const guesses = words.every(({ corrected }) => corrected);
  // What an index adds behind the words of a text, where a question has one of them.
  const added = new Set([
    ...words.flatMap(({ parts }) => parts),
    ...typed.map((word, at) => word + (typed[at + 1] ?? '')),
  ]);
  return {
    words: words.map(({ weight, forms, prefix, typed, parts, corrected }) => {
      const whole = [...forms].map(([form, worth]) => ({ texts: [` ${form} `], worth }));
      const begun = prefix ? [{ texts: [` ${typed}`], worth: begunWord }] : [];
      const inParts =
        parts.length > 0
          ? [
              { texts: [` ${parts.join(' ')} `], worth: partsInOrder },
              { texts: parts.map((part) => ` ${part} `), worth: partsApart },
            ]
          : [];
      return {
        weight,
        isCertain: guesses || !corrected,
        answers: [...whole, ...begun, ...inParts].sort((a, b) => b.worth - a.worth),
      };
    }),
    phrase: words.length > 1 ? ` ${typed.join(' ')}` : undefined,
    asks: (word) =>
      added.has(word) ||
      words.some(({ forms, prefix, typed }) => forms.has(word) || (prefix && word.startsWith(typed))),
  };
}

/**
 * How well a product's words answer the query: `score` is a whole number, so that equals keep their row order; `place` is 0 where
 * title and brand answer every word, 1 where it takes the variants' words, 2 where not even those do. A guess at a mistyped word
 * counts in the score only: it never lifts a product above one that has what was typed.
 */
export function rankCandidate(ranking: string, { words, phrase, asks }: Question): { score: number; place: 0 | 1 | 2 } {
  const fields = ranking.split('\n');
  let total = 0;
  let answered = 0;
  let place: 0 | 1 | 2 = 0;
  for (const { weight, isCertain, answers } of words) {
    let best = 0;
    let found: 0 | 1 | 2 = 2;
    for (let i = 0; i < fieldWeights.length && fieldWeights[i]! > best; i++) {
      const answer = answers.find(({ texts }) => texts.every((text) => fields[i]!.includes(text)));
      if (!answer) continue;
      if (found === 2) found = i < fieldWeights.length - 1 ? 0 : 1;
      best = Math.max(best, fieldWeights[i]! * answer.worth);
    }
    total += weight;
    answered += weight * best;
    if (isCertain && found > place) place = found;
  }
  const title = fields[0]!;
  const inOrder = phrase !== undefined && title.includes(phrase) ? 0.5 : 0;
  const wholeTitle = title !== '  ' && title.trim().split(' ').every(asks) ? 1 : 0;
  return { score: Math.round(10 * ((total > 0 ? answered / total : 0) + inOrder + wholeTitle)), place };
}
