import { begunWord, type QueryWord } from './query-word.ts';

/** By line of `ranking.words`: title, brand, references, words of the variants. Words of the description weigh nothing more. */
const fieldWeights = [10, 9, 8, 6];

/** How well a product's words answer the query: a whole number, so that equals keep their row order. */
export function rankCandidate(rankingWords: string, query: readonly QueryWord[]): number {
  const fields = rankingWords.split('\n').map((field) => (field === '' ? [] : field.split(' ')));
  const answers = query.map(() => 0);
  let unasked = 0;
  for (const [field, words] of fields.entries()) {
    for (const word of words) {
      let asked = false;
      for (const [i, queryWord] of query.entries()) {
        const quality = qualityOf(word, queryWord);
        if (quality === 0) continue;
        asked = true;
        answers[i] = Math.max(answers[i]!, quality * fieldWeights[field]!);
      }
      if (field === 0 && !asked) unasked++;
    }
  }
  const total = query.reduce((sum, { weight }) => sum + weight, 0);
  const answered = query.reduce((sum, { weight }, i) => sum + weight * answers[i]!, 0) / total;
  const wholeTitle = unasked === 0 && fields[0]!.length > 0 ? 1 : 0;
  const phrase =
    query.length > 1 && `${fields[0]!.join(' ')}`.includes(query.map(({ typed }) => typed).join(' ')) ? 0.5 : 0;
  return Math.round(10 * (answered + wholeTitle + phrase));
}

function qualityOf(word: string, { forms, prefix, typed }: QueryWord): number {
  return forms.get(word) ?? (prefix && word.startsWith(typed) ? begunWord : 0);
}
