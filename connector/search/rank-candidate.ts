import { begunWord, type QueryWord } from './query-word.ts';

/** By line of `ranking.words`: title, brand, words of the variants. The description adds nothing. */
const fieldWeights = [10, 9, 6];

/** A query made ready to be held against hundreds of products. */
export interface Question {
  words: { weight: number; answers: { text: string; worth: number }[] }[];
  phrase: string | undefined;
  asks(word: string): boolean;
}

/** The text of `ranking.words`: a line for each field, a space on either side of each word. */
export function rankingWords(fields: readonly string[]): string {
  return fields.map((field) => ` ${field} `).join('\n');
}

export function questionOf(words: readonly QueryWord[]): Question {
  return {
    words: words.map(({ weight, forms, prefix, typed }) => {
      const whole = [...forms].map(([form, worth]) => ({ text: ` ${form} `, worth }));
      const begun = prefix ? [{ text: ` ${typed}`, worth: begunWord }] : [];
      return { weight, answers: [...whole, ...begun].sort((a, b) => b.worth - a.worth) };
    }),
    phrase: words.length > 1 ? ` ${words.map(({ typed }) => typed).join(' ')}` : undefined,
    asks: (word) => words.some(({ forms, prefix, typed }) => forms.has(word) || (prefix && word.startsWith(typed))),
  };
}

/**
 * How well a product's words answer the query: `score` is a whole number, so that equals keep their row order; `place` is 0 where
 * title and brand answer every word, 1 where it takes the variants' words, 2 where not even those do.
 */
export function rankCandidate(ranking: string, { words, phrase, asks }: Question): { score: number; place: 0 | 1 | 2 } {
  const fields = ranking.split('\n');
  let total = 0;
  let answered = 0;
  let place: 0 | 1 | 2 = 0;
  for (const { weight, answers } of words) {
    let best = 0;
    let found: 0 | 1 | 2 = 2;
    for (let i = 0; i < fieldWeights.length && fieldWeights[i]! > best; i++) {
      const answer = answers.find(({ text }) => fields[i]!.includes(text));
      if (!answer) continue;
      if (found === 2) found = i < fieldWeights.length - 1 ? 0 : 1;
      best = Math.max(best, fieldWeights[i]! * answer.worth);
    }
    total += weight;
    answered += weight * best;
    if (found > place) place = found;
  }
  const title = fields[0]!;
  const inOrder = phrase !== undefined && title.includes(phrase) ? 0.5 : 0;
  const wholeTitle = title !== '  ' && title.trim().split(' ').every(asks) ? 1 : 0;
  return { score: Math.round(10 * ((total > 0 ? answered / total : 0) + inOrder + wholeTitle)), place };
}
