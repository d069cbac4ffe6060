import type { Statements } from './catalog-database.ts';
import {
  allButOne,
  anyOf,
  anywhere,
  inCategory,
  inHead,
  inTitle,
  type Match,
  rarest,
  referenceTiers,
  tiers,
} from './query-plan.ts';
import { vocabularyOf } from './query-word.ts';
import { type Question, questionOf, rankCandidate } from './rank-candidate.ts';
import { referencesOf } from './reference-lookup.ts';

/** Products ranked by their words. Ranking every match of a common word takes 650 ms in a million products. */
const maxCandidates = 300;
/** The same for products that lack a word, or have it in their description only. */
const maxLesserCandidates = 100;
/** Characters of a query that count. */
const maxText = 500;

interface Candidate {
  row: number;
  tier: number;
  score: number;
}

/** With the text of `ranking.words`. */
type Row = [row: number, words: string];

const forEachTable = (sql: (table: Match['table']) => string): Record<Match['table'], string> => ({
  title: sql('title'),
  head: sql('head'),
  everything: sql('everything'),
});
const candidatesSql = forEachTable(
  (table) => `SELECT ${table}.rowid AS row, words.words FROM ${table} CROSS JOIN ranking AS words
    ON words.row = ${table}.rowid WHERE ${table} MATCH ? ORDER BY ${table}.rowid LIMIT ?`,
);
const pageSql = forEachTable(
  (table) => `SELECT rowid AS row FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid LIMIT ? OFFSET ?`,
);
// SQLite merges the two in row order and stops at the limit.
const pageOfBothSql = `SELECT rowid AS row FROM head WHERE head MATCH ?
  UNION SELECT rowid FROM everything WHERE everything MATCH ? ORDER BY row LIMIT ? OFFSET ?`;
const amongSql = forEachTable(
  (table) => `SELECT rowid AS row FROM ${table} WHERE ${table} MATCH ? AND rowid IN (SELECT value FROM json_each(?))`,
);

/** By `place` of `rankCandidate`. */
const tierOfPlace = [tiers.everyWordInTitle, tiers.everyWordInHead, tiers.everyWord] as const;
const noQuestion = questionOf([]);

interface Found {
  ranked: Candidate[];
  /**
   * Goes on where `ranked` ends, in row order: what any of these finds, which is all of `ranked` but what its references
   * found. Empty when `ranked` is all there is or all that was asked for.
   */
  rest: Match[];
}

/**
 * Answers pages of row ids. The list of one query is: the candidates of each tier by score, then row; after them, when a
 * tier had more matches than candidates, the other matches by row. It is the same for every page, so pages neither repeat nor skip.
 */
export class ProductSearch {
  readonly #statements: Statements;
  readonly #vocabulary: ReturnType<typeof vocabularyOf>;
  readonly #references: ReturnType<typeof referencesOf>;

  constructor(statements: Statements) {
    this.#statements = statements;
    this.#vocabulary = vocabularyOf(statements);
    this.#references = referencesOf(statements);
  }

  categoryPage(category: number, limit: number, offset: number): number[] {
    return this.#pageOf([inCategory(category)], limit, offset);
  }

  textPage(text: string, category: number | undefined, limit: number, offset: number): number[] {
    const { ranked, rest } = this.#find(text.slice(0, maxText), category, offset + limit);
    const page = ranked.slice(offset, offset + limit).map(({ row }) => row);
    if (page.length === limit || rest.length === 0) return page;
    return [...page, ...this.#restPage(ranked, rest, limit - page.length, Math.max(0, offset - ranked.length))];
  }

  /** Skips what `ranked` showed already: its rows before the fetched ones moved the offset, those among them go. */
  #restPage(ranked: Candidate[], rest: Match[], limit: number, offset: number): number[] {
    const ofReference = Map.groupBy(ranked, ({ tier }) => referenceTiers.has(tier));
    const rowsOf = (candidates: Candidate[] = []) => candidates.map(({ row }) => row);
    const byReference = rowsOf(ofReference.get(true));
    const shown = new Set(rowsOf(ofReference.get(false)));
    for (const match of rest) for (const row of this.#filter(match, byReference)) shown.add(row);
    const rows = this.#pageOf(rest, limit + shown.size, offset);
    const before = [...shown].filter((row) => row < rows[0]!).length;
    return rows.filter((row) => !shown.has(row)).slice(before, before + limit);
  }

  /** Tier by tier until the page is full: later tiers cannot change it. A tier that was cut short is the last one. */
  #find(text: string, category: number | undefined, pageEnd: number): Found {
    const found = new Map<number, Candidate>();
    let rest: Match[] = [];
    const done = () => rest.length > 0 || found.size >= pageEnd;

    /** A row's place tells its tier, unless it lacks a word: then it is `tier`. */
    const add = (candidates: Row[], question: Question, tier?: number) => {
      for (const [row, words] of candidates) {
        if (found.has(row)) continue;
        const { score, place } = rankCandidate(words, question);
        found.set(row, { row, tier: tier ?? tierOfPlace[place], score });
      }
    };
    const rankingAt = () => this.#statements('SELECT words FROM ranking WHERE row = ?');
    const addReferences = (rows: number[], tier: number, question = noQuestion) => {
      const within = category === undefined ? rows : [...this.#filter(inCategory(category), rows)];
      add(
        within.map((row) => [row, rankingAt().get(row)!.words as string]),
        question,
        tier,
      );
    };
    /** `others` goes on where the candidates end. */
    const run = (match: Match, question: Question, others: Match[], limit: number, tier?: number) => {
      if (done()) return;
      const candidates = this.#candidatesOf(match, limit);
      add(candidates, question, tier);
      if (candidates.length === limit) rest = others;
    };

    addReferences(this.#references.exact(text), tiers.reference);
    const { words: typed, unknown } = this.#vocabulary.read(text);
    if (found.size > 0 && this.#references.isNothingElse(text, typed)) return foundOf(found);

    const question = questionOf(typed);
    addReferences(this.#references.ofUnknown(unknown), tiers.referenceOfUnknownWord, question);
    if (typed.length === 0) {
      // Half a reference, while it is typed: no part of it need be a word.
      if (!done()) addReferences(this.#references.begun(text), tiers.referenceBegun);
      return foundOf(found);
    }

    const before = found.size;
    const isComplete = typed.every(({ complete }) => complete);
    const head = inHead(typed, category);
    const all = anywhere(typed, category);
    /** `head` knows every word that the last one begins, other expressions only the most frequent. */
    const restOf = (match: Match) => (isComplete ? [match] : [head, match]);
    run(inTitle(typed, category), question, restOf(all), maxCandidates);
    // Beside what a mistyped word may mean, all that has the words as they were typed.
    const certain = typed.filter(({ corrected }) => !corrected);
    const some = certain.length > 0 && certain.length < typed.length ? certain : undefined;
    const wider = some ? anyOf(typed, category) : all;
    if (some) run(inTitle(some, category), question, restOf(wider), maxCandidates);
    run(head, question, restOf(wider), maxCandidates);
    run(all, question, restOf(wider), maxLesserCandidates);
    const matched = found.size > before;
    if (!done()) addReferences(this.#references.ofWords(typed.map((word) => word.typed)), tiers.referenceOfWord);
    if (!done()) addReferences(this.#references.begun(text), tiers.referenceBegun);
    if (!done()) {
      const words = matched ? typed : typed.map(this.#vocabulary.withTypos);
      const lesser = questionOf(words);
      const any = restOf(anyOf(words, category));
      if (!matched) run(anywhere(words, category), lesser, any, maxLesserCandidates, tiers.everyWordWithTypos);
      if (words.length > 2) run(allButOne(words, category), lesser, any, maxLesserCandidates, tiers.allWordsButOne);
      if (words.length > 1) run(rarest(words, category), lesser, any, maxLesserCandidates, tiers.rarestWord);
      if (words.length > 1) run(anyOf(words, category), lesser, any, maxLesserCandidates, tiers.anyWord);
    }
    return foundOf(found, rest);
  }

  #candidatesOf({ table, expression }: Match, limit: number): Row[] {
    const statement = this.#statements(candidatesSql[table]);
    statement.setReturnArrays(true); // A third faster.
    return statement.all(expression, limit) as unknown as Row[];
  }

  #pageOf(matches: Match[], limit: number, offset: number): number[] {
    const [first, second] = matches.map(({ expression }) => expression);
    const rows = second
      ? this.#statements(pageOfBothSql).all(first!, second, limit, offset)
      : this.#statements(pageSql[matches[0]!.table]).all(first!, limit, offset);
    return rows.map(({ row }) => row as number);
  }

  #filter({ table, expression }: Match, rows: readonly number[]): Set<number> {
    if (rows.length === 0) return new Set();
    const found = this.#statements(amongSql[table]).all(expression, JSON.stringify(rows));
    return new Set(found.map(({ row }) => row as number));
  }
}

function foundOf(candidates: Map<number, Candidate>, rest: Match[] = []): Found {
  const ranked = [...candidates.values()].sort((a, b) => a.tier - b.tier || b.score - a.score || a.row - b.row);
  return { ranked, rest };
}
