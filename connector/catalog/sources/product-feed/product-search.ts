import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { allButOne, anyOf, anywhere, inCategory, inHead, inTitle, type Match, rarest, tiers } from './query-plan.ts';
import { vocabularyOf } from './query-word.ts';
import { countSpelledOut, type Question, questionOf, rankCandidate } from './rank-candidate.ts';
import { referencesOf } from './reference-lookup.ts';

/** Products ranked by their words. Ranking every match of a common word takes 650 ms in a million products. */
const maxCandidates = 300;
/** The same for products that lack a word. */
const maxLesserCandidates = 100;
/** Characters of a query that count. */
const maxText = 500;

interface Candidate {
  row: number;
  tier: number;
  score: number;
}

interface Found {
  ranked: Candidate[];
  /** Goes on where `ranked` ends, in row order; undefined when `ranked` is all there is or all that was asked for. */
  rest: Match | undefined;
  /** Whether `rest` certainly finds a candidate. */
  isInRest(candidate: Candidate): boolean;
}

/**
 * Answers pages of row ids. The list of one query is: the candidates of each tier by score, then row; after them, when a
 * tier had more matches than candidates, the other matches by row. It is the same for every page, so pages neither repeat nor skip.
 */
export class ProductSearch {
  readonly #vocabulary: ReturnType<typeof vocabularyOf>;
  readonly #candidates: Record<Match['table'], StatementSync>;
  readonly #page: Record<Match['table'], StatementSync>;
  readonly #among: Record<Match['table'], StatementSync>;
  readonly #rankingAt: StatementSync;
  readonly #references: ReturnType<typeof referencesOf>;

  constructor(database: DatabaseSync) {
    this.#vocabulary = vocabularyOf(database);
    const forBoth = (sql: (table: string) => string) => ({
      head: database.prepare(sql('head')),
      everything: database.prepare(sql('everything')),
    });
    this.#candidates = forBoth(
      (table) => `SELECT ${table}.rowid AS row, words.words FROM ${table} CROSS JOIN ranking AS words
        ON words.row = ${table}.rowid WHERE ${table} MATCH ? ORDER BY ${table}.rowid LIMIT ?`,
    );
    this.#page = forBoth(
      (table) => `SELECT rowid AS row FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid LIMIT ? OFFSET ?`,
    );
    this.#among = forBoth(
      (table) =>
        `SELECT rowid AS row FROM ${table} WHERE ${table} MATCH ? AND rowid IN (SELECT value FROM json_each(?))`,
    );
    this.#rankingAt = database.prepare('SELECT words FROM ranking WHERE row = ?');
    this.#references = referencesOf(database);
  }

  categoryPage(category: number, limit: number, offset: number): number[] {
    return this.#pageOf(inCategory(category), limit, offset);
  }

  textPage(text: string, category: number | undefined, limit: number, offset: number): number[] {
    const found = this.#find(text.slice(0, maxText), category, offset + limit);
    const { ranked } = found;
    const page = ranked.slice(offset, offset + limit).map(({ row }) => row);
    if (page.length === limit || found.rest === undefined) return page;
    return [...page, ...this.#restPage(found, limit - page.length, Math.max(0, offset - ranked.length))];
  }

  /**
   * Skips what `ranked` showed already: its rows before the fetched ones moved the offset, those among them go. To ask
   * `rest` for one row takes 0.1 ms: only where it is not certain.
   */
  #restPage({ ranked, rest, isInRest }: Found, limit: number, offset: number): number[] {
    const rowsOf = (candidates: Candidate[]) => candidates.map(({ row }) => row);
    const asked = this.#filter(rest!, rowsOf(ranked.filter((candidate) => !isInRest(candidate))));
    const shown = new Set([...rowsOf(ranked.filter(isInRest)), ...asked]);
    const rows = this.#pageOf(rest!, limit + shown.size, offset);
    const before = [...shown].filter((row) => row < rows[0]!).length;
    return rows.filter((row) => !shown.has(row)).slice(before, before + limit);
  }

  /** Tier by tier until the page is full: later tiers cannot change it. A tier that was cut short is the last one. */
  #find(text: string, category: number | undefined, pageEnd: number): Found {
    const found = new Map<number, Candidate>();
    let rest: Match | undefined;
    const done = () => rest !== undefined || found.size >= pageEnd;

    const addReferences = (rows: number[], tier: number, question?: Question) => {
      for (const row of category === undefined ? rows : this.#filter(inCategory(category), rows)) {
        if (!found.has(row))
          found.set(row, { row, tier, score: question ? rankCandidate(this.#wordsAt(row), question) : 0 });
      }
    };
    /** `others` goes on where the candidates end. */
    const run = (match: Match, question: Question, tier: number, limit: number, others: Match) => {
      if (done()) return;
      const rows = this.#candidates[match.table].all(match.expression, limit);
      for (const { row, words } of rows as { row: number; words: string }[]) {
        if (!found.has(row)) found.set(row, { row, tier, score: rankCandidate(words, question) });
      }
      if (rows.length === limit) rest = others;
    };

    addReferences(this.#references.exact(text), tiers.reference);
    const { words: typed, unknown } = this.#vocabulary.read(text);
    if (found.size > 0 && this.#references.isNothingElse(text, typed)) return foundOf(found);

    const question = questionOf(typed);
    addReferences(this.#references.ofUnknown(unknown), tiers.referenceOfUnknownWord, question);
    if (typed.length === 0) return foundOf(found);

    const isComplete = typed.every(({ complete }) => complete);
    const before = found.size;
    const all = anywhere(typed, category);
    const others = isComplete ? all : inHead(typed, category);
    run(inTitle(typed, category), question, tiers.everyWordInTitle, maxCandidates, others);
    run(inHead(typed, category), question, tiers.everyWordInHead, maxCandidates, others);
    run(all, question, tiers.everyWord, maxCandidates, all);
    const matched = found.size > before;
    let words = typed;
    if (!done()) addReferences(this.#references.ofWords(typed.map((word) => word.typed)), tiers.referenceOfWord);
    if (!done()) addReferences(this.#references.begun(text), tiers.referenceBegun);
    if (!done()) {
      words = matched ? typed : typed.map(this.#vocabulary.withTypos);
      const [lesser, any] = [questionOf(words), anyOf(words, category)];
      if (!matched) run(anywhere(words, category), lesser, tiers.everyWordWithTypos, maxLesserCandidates, any);
      if (words.length > 2) run(allButOne(words, category), lesser, tiers.allWordsButOne, maxLesserCandidates, any);
      if (words.length > 1) run(rarest(words, category), lesser, tiers.rarestWord, maxLesserCandidates, any);
      if (words.length > 1) run(any, lesser, tiers.anyWord, maxLesserCandidates, any);
    }
    const least = rest === all ? words.length : 1;
    return foundOf(found, rest, ({ tier, row }) => {
      if (tier === tiers.everyWord && rest === all) return true;
      if (tier < tiers.everyWordInTitle || tier === tiers.referenceOfWord || tier === tiers.referenceBegun)
        return false;
      return isComplete || rest === others || countSpelledOut(this.#wordsAt(row), words) >= least;
    });
  }

  #wordsAt(row: number): string {
    return this.#rankingAt.get(row)!.words as string;
  }

  #pageOf({ table, expression }: Match, limit: number, offset: number): number[] {
    return this.#page[table].all(expression, limit, offset).map(({ row }) => row as number);
  }

  #filter({ table, expression }: Match, rows: readonly number[]): Set<number> {
    if (rows.length === 0) return new Set();
    return new Set(this.#among[table].all(expression, JSON.stringify(rows)).map(({ row }) => row as number));
  }
}

function foundOf(candidates: Map<number, Candidate>, rest?: Match, isInRest: Found['isInRest'] = () => false): Found {
  const ranked = [...candidates.values()].sort((a, b) => a.tier - b.tier || b.score - a.score || a.row - b.row);
  return { ranked, rest, isInRest };
}
