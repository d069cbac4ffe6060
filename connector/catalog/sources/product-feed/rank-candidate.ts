import { begunWord, type QueryWord } from './query-word.ts';

/** By line of `ranking.words`: title, brand, words of the variants. The description adds nothing. */
const fieldWeights = [10, 9, 6];

/** The text of `ranking.words`: a line for each field, a space on either side of each word. */
export function rankingWords(fields: readonly string[]): string {
  return fields.map((field) => ` ${field} `).join('\n');
}

/** How well a product's words answer the query: a whole number, so that equals keep their row order. */
export function rankCandidate(ranking: string, query: readonly QueryWord[]): number {
  const fields = ranking.split('\n');
  let total = 0;
  let answered = 0;
  for (const word of query) {
    total += word.weight;
    answered += word.weight * answer(fields, word);
  }
  const title = fields[0]!;
  const phrase = query.length > 1 && title.includes(` ${query.map(({ typed }) => typed).join(' ')}`) ? 0.5 : 0;
  const asked = (titleWord: string) => query.some((word) => quality(` ${titleWord} `, word) > 0);
  const wholeTitle = title !== '  ' && title.trim().split(' ').every(asked) ? 1 : 0;
  return Math.round(10 * (answered / total + phrase + wholeTitle));
}

function answer(fields: readonly string[], word: QueryWord): number {
  let best = 0;
  for (const [i, weight] of fieldWeights.entries()) {
    if (weight <= best) break;
    best = Math.max(best, weight * quality(fields[i]!, word));
  }
  return best;
}

function quality(field: string, { forms, prefix, typed }: QueryWord): number {
  let best = prefix && field.includes(` ${typed}`) ? begunWord : 0;
  for (const [form, worth] of forms) if (worth > best && field.includes(` ${form} `)) best = worth;
  return best;
}
